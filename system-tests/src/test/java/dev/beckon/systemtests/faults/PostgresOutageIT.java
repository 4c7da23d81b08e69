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
import dev.beckon.testclients.PhoenixClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Without PostgreSQL mentions are still accepted, and wait in Kafka; inboxes answer that they are unavailable. */
@SystemTest
class PostgresOutageIT {

    final Beckon beckon;
    final String alice;

    PostgresOutageIT(Beckon beckon) {
        this.beckon = beckon;
        this.alice = beckon.user("alice");
    }

    @Test
    void mentions_accepted_during_an_outage_arrive_after_it_once_and_in_order() {
        Device device = beckon.device(1, alice);
        beckon.mentions().post("before", alice);
        soon().untilAsserted(() -> assertNews(device.view(), List.of("before")));

        try (Outage _ = beckon.outages().postgres()) {
            beckon.mentions().post("during 1", alice);
            beckon.mentions().post("during 2", alice);
            soon().untilAsserted(() -> assertThat(beckon.outages().isNoticedBy("notification-1")).isTrue());
        }
        beckon.mentions().post("after", alice);

        within(AFTER_RESTART).untilAsserted(() -> assertNews(device.view(), List.of("before", "during 1", "during 2", "after")));
        within(AFTER_RESTART).untilAsserted(() -> assertExact(device.view(), beckon.inboxes(), alice));
    }

    @Test
    void a_join_and_a_push_get_a_reason_and_work_later() throws IOException {
        String topic = "notifications:" + alice;
        PhoenixClient joined = beckon.connect(1, alice);
        joined.join(topic, Map.of());
        PhoenixClient late = beckon.connect(2, alice);

        try (Outage _ = beckon.outages().postgres()) {
            assertThat(late.join(topic, Map.of()).reason()).isEqualTo("unavailable");
            assertThat(joined.push(topic, "mark_seen", Map.of()).reason()).isEqualTo("unavailable");
        }

        within(AFTER_RESTART).untilAsserted(() -> assertThat(late.join(topic, Map.of()).isOk()).isTrue());
        within(AFTER_RESTART).untilAsserted(() -> assertThat(joined.push(topic, "mark_seen", Map.of()).isOk()).isTrue());
    }
}
