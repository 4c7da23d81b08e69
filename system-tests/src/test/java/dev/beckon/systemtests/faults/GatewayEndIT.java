package dev.beckon.systemtests.faults;

import static dev.beckon.systemtests.expect.Eventually.eventually;
import static dev.beckon.systemtests.expect.ViewAssertions.assertExact;
import static dev.beckon.systemtests.expect.ViewAssertions.assertTold;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.Outages.Outage;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.verify.clients.Device;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A gateway keeps nothing that is missed when it ends. */
@SystemTest
class GatewayEndIT {

    final Beckon beckon;

    GatewayEndIT(Beckon beckon) {
        this.beckon = beckon;
    }

    @Test
    void devices_of_a_killed_gateway_come_back_at_another_one_and_miss_nothing() {
        assertNothingIsMissed(() -> beckon.outages().killed("gateway-1"));
    }

    @Test
    void devices_of_a_gateway_that_is_asked_to_stop_come_back_at_another_one_and_miss_nothing() {
        assertNothingIsMissed(() -> beckon.outages().stopped("gateway-1"));
    }

    private void assertNothingIsMissed(Supplier<Outage> end) {
        List<String> users = IntStream.range(0, 10).mapToObj(i -> beckon.user("user" + i)).toList();
        List<Device> devices = users.stream().map(user -> beckon.startDevice(1, user)).toList();
        devices.forEach(Device::awaitJoined);
        beckon.mentions().post("before", users);

        try (Outage _ = end.get()) {
            beckon.mentions().post("during", users);
            devices.forEach(device -> eventually(() -> assertTold(device.view(), List.of("before", "during"))));
        }
        beckon.mentions().post("after", users);

        for (int i = 0; i < users.size(); i++) {
            Device device = devices.get(i);
            eventually(() -> assertTold(device.view(), List.of("before", "during", "after")));
            assertExact(device.view(), beckon.inboxes(), users.get(i));
        }
    }
}
