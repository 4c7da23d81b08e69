package dev.beckon.systemtests.faults;

import static dev.beckon.systemtests.expect.ViewAssertions.assertExact;
import static dev.beckon.systemtests.expect.ViewAssertions.assertNews;
import static dev.beckon.testservers.Await.AFTER_RESTART;
import static dev.beckon.testservers.Await.soon;
import static dev.beckon.testservers.Await.within;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.Outages.Outage;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.testclients.Device;
import dev.beckon.testservers.TcpProxy.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The network between a device and its gateway fails, and sometimes only one of them notices. */
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
        soon().untilAsserted(() -> assertNews(device.view(), List.of("before")));

        device.abandon();
        beckon.mentions().post("during", alice);

        assertToldAll(device, List.of("before", "during"));
    }

    @Test
    void a_connection_that_has_stalled_is_given_up_for_one_to_another_gateway() {
        Device device = beckon.watchfulDevice(alice);
        beckon.mentions().post("before", alice);
        soon().untilAsserted(() -> assertNews(device.view(), List.of("before")));

        try (Outage _ = beckon.outages().network("clients to gateway-1", Mode.HOLD)) {
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
        soon().untilAsserted(() -> assertNews(device.view(), List.of("before")));

        try (Outage _ = beckon.outages().paused("gateway-1")) {
            beckon.mentions().post("during", alice);
            assertToldAll(device, List.of("before", "during"));
        }
        beckon.mentions().post("after", alice);

        assertToldAll(device, List.of("before", "during", "after"));
    }

    private void assertToldAll(Device device, List<String> excerpts) {
        within(AFTER_RESTART).untilAsserted(() -> assertNews(device.view(), excerpts));
        within(AFTER_RESTART).untilAsserted(() -> assertExact(device.view(), beckon.inboxes(), alice));
    }
}
