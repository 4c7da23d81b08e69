package dev.beckon.systemtests.faults;

import static dev.beckon.systemtests.expect.Eventually.AFTER_RESTART;
import static dev.beckon.systemtests.expect.Eventually.eventually;
import static dev.beckon.systemtests.expect.ViewAssertions.assertExact;
import static dev.beckon.systemtests.expect.ViewAssertions.assertTold;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.Outages.Outage;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.verify.clients.Device;
import dev.beckon.verify.network.Weather;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A device and its gateway lose one another, and not always both notice. */
@SystemTest
class LostNetworkIT {

    final Beckon beckon;
    final String alice;

    LostNetworkIT(Beckon beckon) {
        this.beckon = beckon;
        this.alice = beckon.user("alice");
    }

    @Test
    void while_the_server_holds_a_dead_connection_the_device_has_everything_on_another_one() {
        Device device = beckon.device(1, alice);
        beckon.mentions().post("before", alice);
        eventually(() -> assertTold(device.view(), List.of("before")));

        device.abandon();
        beckon.mentions().post("during", alice);

        assertToldAll(device, List.of("before", "during"));
    }

    @Test
    void a_connection_that_has_stalled_is_given_up_for_one_to_another_gateway() {
        Device device = beckon.watchfulDevice(alice);
        beckon.mentions().post("before", alice);
        eventually(() -> assertTold(device.view(), List.of("before")));

        try (Outage _ = beckon.outages().weather("clients to gateway-1", Weather.STALLED)) {
            beckon.mentions().post("during", alice);
            assertToldAll(device, List.of("before", "during"));
        }
        beckon.mentions().post("after", alice);

        assertToldAll(device, List.of("before", "during", "after"));
    }

    @Test
    void a_gateway_that_hangs_is_given_up_and_says_nothing_twice_when_it_goes_on() {
        Device device = beckon.watchfulDevice(alice);
        beckon.mentions().post("before", alice);
        eventually(() -> assertTold(device.view(), List.of("before")));

        try (Outage _ = beckon.outages().paused("gateway-1")) {
            beckon.mentions().post("during", alice);
            assertToldAll(device, List.of("before", "during"));
        }
        beckon.mentions().post("after", alice);

        assertToldAll(device, List.of("before", "during", "after"));
    }

    private void assertToldAll(Device device, List<String> excerpts) {
        eventually(AFTER_RESTART, () -> assertTold(device.view(), excerpts));
        eventually(AFTER_RESTART, () -> assertExact(device.view(), beckon.inboxes(), alice));
    }
}
