package dev.beckon.systemtests.faults;

import static dev.beckon.systemtests.expect.Eventually.AFTER_RESTART;
import static dev.beckon.systemtests.expect.Eventually.eventually;
import static dev.beckon.systemtests.expect.ViewAssertions.assertExact;
import static dev.beckon.systemtests.expect.ViewAssertions.assertTold;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.Outages.Outage;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.verify.clients.Device;
import dev.beckon.verify.clients.PhoenixClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Redis is a hint, never the truth: without it news come later, and that is all. */
@SystemTest
class RedisOutageIT {

    final Beckon beckon;
    final String alice;

    RedisOutageIT(Beckon beckon) {
        this.beckon = beckon;
        this.alice = beckon.user("alice");
    }

    @Test
    void mentions_posted_around_an_outage_arrive_once_and_in_order() {
        Device first = beckon.device(1, alice);
        Device second = beckon.device(2, alice);
        beckon.mentions().post("before", alice);

        try (Outage _ = beckon.outages().redis()) {
            beckon.mentions().post("during 1", alice);
            beckon.mentions().post("during 2", alice);
        }
        beckon.mentions().post("after", alice);

        for (Device device : List.of(first, second)) {
            eventually(() -> assertTold(device.view(), List.of("before", "during 1", "during 2", "after")));
            eventually(() -> assertExact(device.view(), beckon.inboxes(), alice));
        }
    }

    @Test
    void while_it_is_away_everything_arrives_within_the_reconcile_interval() {
        Device first = beckon.device(1, alice);
        Device second = beckon.device(2, alice);

        try (Outage _ = beckon.outages().redis()) {
            beckon.mentions().post("without Redis", alice);
            eventually(() -> assertTold(first.view(), List.of("without Redis")));
            assertThat(first.push("mark_all_read", Map.of()).isOk()).isTrue();

            for (Device device : List.of(first, second)) {
                eventually(() -> assertThat(device.view().unread()).isZero());
                assertTold(device.view(), List.of("without Redis"));
            }
        }
    }

    @Test
    void after_it_news_come_at_once_again() throws IOException {
        PhoenixClient client = beckon.connect(1, alice);
        client.join("notifications:" + alice, Map.of());

        beckon.outages().redis().close();

        // Comparisons alone, one every two seconds, would take twenty.
        eventually(AFTER_RESTART, () -> assertThat(tenMentionsOneAfterTheOther(client)).isLessThan(Duration.ofSeconds(10)));
    }

    @Test
    void an_inbox_is_joined_while_it_is_away() {
        beckon.mentions().post("before", alice);
        eventually(() -> assertThat(beckon.inboxes().state(alice).unread()).isEqualTo(1));

        Device device;
        try (Outage _ = beckon.outages().redis()) {
            device = beckon.startDevice(1, alice);
            beckon.mentions().post("during", alice);
        }

        device.awaitJoined();
        eventually(() -> assertExact(device.view(), beckon.inboxes(), alice));
        eventually(() -> assertThat(device.view().unread()).isEqualTo(2));
    }

    private Duration tenMentionsOneAfterTheOther(PhoenixClient client) {
        Instant start = Instant.now();
        for (int i = 0; i < 10; i++) {
            beckon.mentions().post("mention " + i, alice);
            client.expectPush("notifications:" + alice, "new_notification");
        }
        return Duration.between(start, Instant.now());
    }
}
