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
import dev.beckon.testservers.TcpProxy.Mode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One connection between two processes breaks, stalls or is slow; both processes keep running, and no mention is lost or stored
 * twice.
 */
@SystemTest
class ConnectionFaultsIT {

    final Beckon beckon;

    ConnectionFaultsIT(Beckon beckon) {
        this.beckon = beckon;
    }

    @ParameterizedTest
    @CsvSource({
            "mention-1 to kafka, CUT", "mention-1 to kafka, HOLD", "mention-1 to kafka, DELAY",
            "notification-1 to kafka, CUT", "notification-1 to kafka, HOLD", "notification-1 to kafka, DELAY",
            "notification-1 to postgres, CUT", "notification-1 to postgres, HOLD", "notification-1 to postgres, DELAY",
            "notification-1 to redis, CUT", "notification-1 to redis, HOLD", "notification-1 to redis, DELAY",
            "gateway-1 to redis, CUT", "gateway-1 to redis, HOLD", "gateway-1 to redis, DELAY",
            "gateway-1 to notification-1, CUT", "gateway-1 to notification-1, HOLD", "gateway-1 to notification-1, DELAY"})
    void nothing_is_lost_or_doubled_around_it(String connection, Mode mode) {
        String alice = beckon.user("alice");
        List<Device> devices = List.of(beckon.device(1, alice), beckon.device(2, alice));
        post("before", alice);
        soon().untilAsserted(() -> assertNews(devices.getFirst().view(), List.of("before")));

        String unsure = UUID.randomUUID().toString();
        try (Outage _ = beckon.outages().network(connection, mode)) {
            devices.getLast().cut();
            beckon.mentions().tryPost(unsure, "during", List.of(alice));
        }
        postAgain(unsure, "during", alice);
        post("after", alice);

        for (Device device : devices) {
            within(AFTER_RESTART).untilAsserted(() -> assertThat(device.push("mark_seen", Map.of()).isOk()).isTrue());
            within(AFTER_RESTART).untilAsserted(() -> assertNews(device.view(), List.of("before", "during", "after")));
            within(AFTER_RESTART).untilAsserted(() -> assertExact(device.view(), beckon.inboxes(), alice));
        }
    }

    private void post(String excerpt, String user) {
        postAgain(UUID.randomUUID().toString(), excerpt, user);
    }

    /** Repeats the post with the key of the first attempt until it is accepted. */
    private void postAgain(String key, String excerpt, String user) {
        within(AFTER_RESTART).untilAsserted(() -> assertThat(beckon.mentions().tryPost(key, excerpt, List.of(user)).statusCode()).isEqualTo(
                202));
    }
}
