package dev.beckon.systemtests.faults;

import static dev.beckon.systemtests.expect.ViewAssertions.assertExact;
import static dev.beckon.systemtests.expect.ViewAssertions.assertNews;
import static dev.beckon.testservers.Await.AFTER_RESTART;
import static dev.beckon.testservers.Await.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.Outages.Outage;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.testclients.Device;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** mention-service dies during calls: Kafka may have stored each of them or not. */
@SystemTest
class MentionServiceEndIT {

    final Beckon beckon;
    final String alice;

    MentionServiceEndIT(Beckon beckon) {
        this.beckon = beckon;
        this.alice = beckon.user("alice");
    }

    @Test
    void whatever_was_unsure_and_is_posted_again_with_its_key_is_one_mention() {
        Device device = beckon.device(1, alice);
        Map<String, String> keys = IntStream.range(0, 40).mapToObj(i -> "mention " + i)
                .collect(Collectors.toMap(excerpt -> excerpt, _ -> UUID.randomUUID().toString()));

        CompletableFuture<?>[] unsure = keys.entrySet().stream()
                .map(mention -> CompletableFuture.runAsync(() -> tryPost(mention.getValue(), mention.getKey())))
                .toArray(CompletableFuture[]::new);
        try (Outage _ = beckon.outages().killed("mention-1")) {
            CompletableFuture.allOf(unsure).exceptionally(_ -> null).join();
        }
        keys.forEach((excerpt, key) -> within(AFTER_RESTART).untilAsserted(() -> assertThat(tryPost(key, excerpt)).isEqualTo(202)));

        within(AFTER_RESTART).untilAsserted(() -> assertNews(device.view(), keys.keySet()));
        assertExact(device.view(), beckon.inboxes(), alice);
        assertThat(device.view().unread()).isEqualTo(40);
    }

    private int tryPost(String key, String excerpt) {
        return beckon.mentions().tryPost(key, excerpt, List.of(alice)).statusCode();
    }
}
