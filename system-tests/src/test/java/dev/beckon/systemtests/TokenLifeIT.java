package dev.beckon.systemtests;

import static dev.beckon.systemtests.expect.ViewAssertions.assertExact;
import static dev.beckon.systemtests.expect.ViewAssertions.assertNews;
import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.testclients.Device;
import dev.beckon.testclients.PhoenixClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A connection ends when its token expires; the user's notifications are kept. */
@SystemTest
class TokenLifeIT {

    /** The gateway's leeway is 30 s. */
    private static final Duration FOUR_SECONDS_LEFT = Duration.ofSeconds(-26);

    final Beckon beckon;

    TokenLifeIT(Beckon beckon) {
        this.beckon = beckon;
    }

    @Test
    void a_connection_is_closed_when_its_token_expires() throws Exception {
        String alice = beckon.user("alice");
        try (PhoenixClient client = PhoenixClient.connect(beckon.gateway(1), beckon.agedToken(alice, FOUR_SECONDS_LEFT))) {
            assertThat(client.closed().get(60, TimeUnit.SECONDS)).isEqualTo(4003);
        }
    }

    @Test
    void a_device_that_comes_back_with_a_fresh_token_misses_nothing() {
        String alice = beckon.user("alice");
        AtomicInteger connections = new AtomicInteger();
        Device device = beckon.startDevice(1, alice, () -> connections.incrementAndGet() == 1
                ? beckon.agedToken(alice, FOUR_SECONDS_LEFT)
                : beckon.token(alice)).awaitJoined();
        beckon.mentions().post("before", alice);
        soon().untilAsserted(() -> assertNews(device.view(), List.of("before")));

        soon().untilAsserted(() -> assertThat(connections).hasValue(2));
        beckon.mentions().post("after", alice);

        soon().untilAsserted(() -> assertNews(device.view(), List.of("before", "after")));
        assertExact(device.view(), beckon.inboxes(), alice);
        assertThat(connections).hasValue(2);
    }
}
