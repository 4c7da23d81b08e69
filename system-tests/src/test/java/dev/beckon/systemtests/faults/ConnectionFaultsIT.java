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
import dev.beckon.verify.network.Weather;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One connection between two processes breaks, stalls or is slow; both processes live, and nothing is lost or doubled. */
@SystemTest
class ConnectionFaultsIT {

    final Beckon beckon;

    ConnectionFaultsIT(Beckon beckon) {
        this.beckon = beckon;
    }

    @ParameterizedTest
    @CsvSource({
        "mention-1 to kafka, BROKEN", "mention-1 to kafka, STALLED", "mention-1 to kafka, SLOW",
        "notification-1 to kafka, BROKEN", "notification-1 to kafka, STALLED", "notification-1 to kafka, SLOW",
        "notification-1 to postgres, BROKEN", "notification-1 to postgres, STALLED", "notification-1 to postgres, SLOW",
        "notification-1 to redis, BROKEN", "notification-1 to redis, STALLED", "notification-1 to redis, SLOW",
        "gateway-1 to redis, BROKEN", "gateway-1 to redis, STALLED", "gateway-1 to redis, SLOW",
        "gateway-1 to notification-1, BROKEN", "gateway-1 to notification-1, STALLED", "gateway-1 to notification-1, SLOW"})
    void nothing_is_lost_or_doubled_around_it(String connection, Weather weather) {
        String alice = beckon.user("alice");
        List<Device> devices = List.of(beckon.device(1, alice), beckon.device(2, alice));
        post("before", alice);
        eventually(() -> assertTold(devices.getFirst().view(), List.of("before")));

        String unsure = UUID.randomUUID().toString();
        try (Outage _ = beckon.outages().weather(connection, weather)) {
            devices.getLast().cut();
            beckon.mentions().tryPost(unsure, "during", List.of(alice));
        }
        postAgain(unsure, "during", alice);
        post("after", alice);

        for (Device device : devices) {
            eventually(AFTER_RESTART, () -> assertThat(device.push("mark_seen", Map.of()).isOk()).isTrue());
            eventually(AFTER_RESTART, () -> assertTold(device.view(), List.of("before", "during", "after")));
            eventually(AFTER_RESTART, () -> assertExact(device.view(), beckon.inboxes(), alice));
        }
    }

    private void post(String excerpt, String user) {
        postAgain(UUID.randomUUID().toString(), excerpt, user);
    }

    /** With the key of the first attempt, until it is accepted. */
    private void postAgain(String key, String excerpt, String user) {
        eventually(AFTER_RESTART, () ->
                assertThat(beckon.mentions().tryPost(key, excerpt, List.of(user)).statusCode()).isEqualTo(202));
    }
}
