package dev.beckon.systemtests;

import static dev.beckon.systemtests.expect.ViewAssertions.assertExact;
import static dev.beckon.systemtests.expect.ViewAssertions.assertNews;
import static dev.beckon.testservers.Await.AFTER_RESTART;
import static dev.beckon.testservers.Await.soon;
import static dev.beckon.testservers.Await.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.systemtests.stack.Outages.Outage;
import dev.beckon.systemtests.stack.SeveralServers;
import dev.beckon.testclients.Device;
import dev.beckon.testclients.PhoenixClient;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Work and storage are divided by the recipient: what one server does not do concerns its own users only. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(900)
class SeveralServersIT {

    final SeveralServers system = new SeveralServers();
    final List<Device> opened = new ArrayList<>();
    /** Lost connections and refused joins of all devices. */
    final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stop() {
        opened.forEach(Device::close);
        system.close();
    }

    @Test
    void while_one_postgresql_is_away_users_of_the_others_notice_nothing() throws IOException {
        String first = system.users().get(0);
        String second = system.users().get(1);
        String third = system.users().get(2);
        Map<String, List<Device>> devices = Map.of(
                first, deviceAtEachGateway(first), second, deviceAtEachGateway(second), third, deviceAtEachGateway(third));
        system.mentions().post("before", first, second, third);
        devices.values().forEach(ofUser -> awaitNews(ofUser, List.of("before")));

        try (Outage _ = system.postgresOf(second)) {
            system.mentions().post("during", first, second, third);
            for (String other : List.of(first, third)) {
                awaitNews(devices.get(other), List.of("before", "during"));
                assertExact(device(other, system.gateways()).awaitJoined().view(), system.inboxes(), other);
            }
            assertThat(complaints).isEmpty();
            try (PhoenixClient client = PhoenixClient.connect(system.gateways().getFirst(), system.token(second))) {
                assertThat(client.join("notifications:" + second, Map.of()).reason()).isEqualTo("unavailable");
            }
            assertThat(devices.get(second)).allSatisfy(device -> assertNews(device.view(), List.of("before")));
        }

        within(AFTER_RESTART).untilAsserted(() -> assertThat(devices.get(second)).allSatisfy(device -> {
            assertNews(device.view(), List.of("before", "during"));
            assertExact(device.view(), system.inboxes(), second);
        }));
    }

    private static void awaitNews(List<Device> devices, List<String> excerpts) {
        soon().untilAsserted(() -> assertThat(devices).allSatisfy(device -> assertNews(device.view(), excerpts)));
    }

    private List<Device> deviceAtEachGateway(String user) {
        return system.gateways().stream().map(gateway -> device(user, List.of(gateway)).awaitJoined()).toList();
    }

    private Device device(String user, List<URI> gateways) {
        Device device = Device.of(user, () -> system.token(user), gateways, Device.Timeouts.STOCK, new Device.Observer() {

            @Override
            public void refused(String reason) {
                complaints.add(user + " is refused: " + reason);
            }

            @Override
            public void lost(String why) {
                complaints.add(user + " is cut off: " + why);
            }
        });
        opened.add(device);
        return device;
    }
}
