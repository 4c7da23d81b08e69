package dev.beckon.systemtests.presence;

import static dev.beckon.systemtests.expect.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.verify.clients.Device;
import dev.beckon.verify.clients.PhoenixClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which users have an inbox open, at whichever gateway. */
@SystemTest
class OnlineUsersIT {

    final Beckon beckon;
    final OnlineUsers online;

    OnlineUsersIT(Beckon beckon) {
        this.beckon = beckon;
        this.online = new OnlineUsers(beckon);
    }

    @Test
    void a_user_is_online_at_every_gateway_until_the_last_device_goes() {
        String alice = beckon.user("alice");
        String bob = beckon.user("bob");
        List<String> asked = List.of(alice, beckon.user("carol"), bob);
        Device phone = beckon.device(1, alice);
        Device laptop = beckon.device(2, alice);
        beckon.device(3, bob);
        assertEverywhere(asked, List.of(alice, bob));

        phone.close();
        beckon.device(1, bob).close();
        assertEverywhere(asked, List.of(alice, bob));
        laptop.close();

        assertEverywhere(asked, List.of(bob));
    }

    @Test
    void a_connection_without_an_inbox_is_not_online_and_devices_are_told_nothing_of_each_other() throws IOException {
        String alice = beckon.user("alice");
        String bob = beckon.user("bob");
        String topic = "notifications:" + alice;
        PhoenixClient first = beckon.connect(1, alice);
        first.join(topic, Map.of());
        beckon.connect(1, bob).join(RoomView.ROOM, Map.of());

        beckon.device(2, alice).close();
        beckon.mentions().post("the only push", alice);

        first.expectPush(topic, "new_notification");
        assertThat(first.pushes(topic)).isEmpty();
        assertEverywhere(List.of(alice, bob), List.of(alice));
    }

    private void assertEverywhere(List<String> asked, List<String> expected) {
        for (int gateway = 1; gateway <= 3; gateway++) {
            int at = gateway;
            eventually(() -> assertThat(online.at(at, asked)).as("at gateway %d", at).isEqualTo(expected));
        }
    }
}
