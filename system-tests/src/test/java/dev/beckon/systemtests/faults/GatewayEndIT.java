package dev.beckon.systemtests.faults;

import static dev.beckon.systemtests.expect.ViewAssertions.assertExact;
import static dev.beckon.systemtests.expect.ViewAssertions.assertNews;
import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.Outages.Outage;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.testclients.Device;
import dev.beckon.testclients.swarm.Swarm;
import dev.beckon.testclients.swarm.Swarm.Identity;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A gateway holds no state that is lost when it ends. */
@SystemTest
class GatewayEndIT {

    static final int CROWD = 300;
    static final Duration BOUND = Duration.ofSeconds(60);

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

    @Test
    void hundreds_of_clients_that_lose_their_gateway_at_once_are_let_in_by_another_and_have_what_they_missed() throws Exception {
        List<Identity> crowd = IntStream.range(0, CROWD).mapToObj(i -> beckon.user("storm" + i))
                .map(user -> new Identity(user, beckon.token(user))).toList();
        List<String> users = crowd.stream().map(Identity::user).toList();

        try (Swarm swarm = new Swarm(crowd, List.of(beckon.gateway(1), beckon.gateway(2)))) {
            assertThat(swarm.connect(BOUND)).isZero();
            beckon.mentions().post("before", users);
            assertThat(swarm.awaitNews(1, BOUND)).isZero();
            try (Outage _ = beckon.outages().killed("gateway-1")) {
                beckon.mentions().post("during", users);
                assertThat(swarm.awaitNews(2, BOUND)).isZero();
            }

            assertThat(swarm.standings()).allSatisfy(client -> {
                assertThat(client.faults()).isEmpty();
                assertThat(client.losses()).isEqualTo(1);
                assertThat(client.news()).isEqualTo(2);
                assertThat(client.unread()).isEqualTo(2);
            });
        }
    }

    private void assertNothingIsMissed(Supplier<Outage> end) {
        List<String> users = IntStream.range(0, 10).mapToObj(i -> beckon.user("user" + i)).toList();
        List<Device> devices = users.stream().map(user -> beckon.startDevice(1, user)).toList();
        devices.forEach(Device::awaitJoined);
        beckon.mentions().post("before", users);

        try (Outage _ = end.get()) {
            beckon.mentions().post("during", users);
            devices.forEach(device -> soon().untilAsserted(() -> assertNews(device.view(), List.of("before", "during"))));
        }
        beckon.mentions().post("after", users);

        for (int i = 0; i < users.size(); i++) {
            Device device = devices.get(i);
            soon().untilAsserted(() -> assertNews(device.view(), List.of("before", "during", "after")));
            assertExact(device.view(), beckon.inboxes(), users.get(i));
        }
    }
}
