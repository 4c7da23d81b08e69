package dev.beckon.systemtests.faults;

import static dev.beckon.systemtests.client.Eventually.eventually;
import static dev.beckon.systemtests.client.ViewAssertions.assertExact;
import static dev.beckon.systemtests.client.ViewAssertions.assertTold;

import dev.beckon.systemtests.client.Device;
import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.Outages.Outage;
import dev.beckon.systemtests.stack.SystemTest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A gateway keeps nothing that is missed when it dies. */
@SystemTest
class GatewayCrashIT {

    final Beckon beckon;

    GatewayCrashIT(Beckon beckon) {
        this.beckon = beckon;
    }

    @Test
    void devices_of_a_killed_gateway_come_back_at_another_one_and_miss_nothing() {
        List<String> users = IntStream.range(0, 10).mapToObj(i -> beckon.user("user" + i)).toList();
        List<Device> devices = users.stream().map(user -> beckon.startDevice(1, user)).toList();
        devices.forEach(Device::awaitJoined);
        beckon.mentions().post("before", users);

        try (Outage _ = beckon.outages().killed("gateway-1")) {
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
