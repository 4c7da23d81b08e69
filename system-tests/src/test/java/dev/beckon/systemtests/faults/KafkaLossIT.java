package dev.beckon.systemtests.faults;

import static dev.beckon.systemtests.expect.ViewAssertions.assertExact;
import static dev.beckon.systemtests.expect.ViewAssertions.assertNews;
import static dev.beckon.testservers.Await.AFTER_RESTART;
import static dev.beckon.testservers.Await.soon;
import static dev.beckon.testservers.Await.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.Outages.Outage;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.testclients.Device;
import dev.beckon.testclients.Json;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Without Kafka mention-service accepts no mention; a repeated post does not store the mention twice. */
@SystemTest
class KafkaLossIT {

    final Beckon beckon;

    KafkaLossIT(Beckon beckon) {
        this.beckon = beckon;
    }

    @Test
    void a_post_is_refused_with_the_time_to_repeat_it_and_repeated_it_is_one_mention() {
        String alice = beckon.user("alice");
        Device device = beckon.device(1, alice);
        String key = UUID.randomUUID().toString();
        beckon.mentions().post("before", alice);
        soon().untilAsserted(() -> assertNews(device.view(), List.of("before")));

        try (Outage _ = beckon.outages().kafka()) {
            HttpResponse<String> refused = beckon.mentions().tryPost(key, "during", List.of(alice));

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).hasValueSatisfying(s -> assertThat(s).matches("\\d+"));
            assertThat(refused.headers().firstValue("Idempotency-Key")).hasValue(key);
            assertThat(refused.headers().firstValue("Content-Type")).hasValueSatisfying(type -> assertThat(type).startsWith(
                    "application/problem+json"));
            assertThat(Json.tree(refused.body()).path("type").asText()).isEqualTo("/problems/not-acknowledged");
        }
        within(AFTER_RESTART).untilAsserted(() -> assertThat(
                beckon.mentions().tryPost(key, "during", List.of(alice)).statusCode()).isEqualTo(202));
        beckon.mentions().tryPost(key, "during", List.of(alice));
        beckon.mentions().post("after", alice);

        within(AFTER_RESTART).untilAsserted(() -> assertNews(device.view(), List.of("before", "during", "after")));
        assertExact(device.view(), beckon.inboxes(), alice);
    }
}
