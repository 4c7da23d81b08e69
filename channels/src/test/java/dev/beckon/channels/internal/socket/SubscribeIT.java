package dev.beckon.channels.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.channels.lab.Clients;
import dev.beckon.channels.lab.Lab;
import dev.beckon.channels.lab.PhoenixClient;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A member that is subscribed to other topics than its own. {@link Clients} checks that each subscription ends with its member. */
@QuarkusTest
@TestProfile(SubscribeIT.AtMostTwo.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SubscribeIT {

    public static final class AtMostTwo implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("channels.socket.max-subscriptions", "2");
        }
    }

    @RegisterExtension
    final Clients clients = new Clients();

    @Inject
    Lab lab;

    @Test
    void a_channel_gets_the_broadcasts_of_another_topic_until_it_unsubscribes() {
        PhoenixClient ada = clients.connect().joined("room:1");
        PhoenixClient bob = clients.connect().joined("room:2");
        follow(ada, "room:2", "ok");
        follow(ada, "room:2", "ok");

        bob.push("room:2", "new_msg", "{'n':1}");
        assertThat(ada.expectPush("room:1", "other").at("/room:2 new_msg/n").asInt()).isEqualTo(1);
        ada.expectNothing();

        ada.expectReply(ada.push("room:1", "unfollow", "{'topic':'room:2','reply':1}"), "ok");
        bob.expectBroadcast("room:2", "new_msg");
        bob.expectReply(bob.push("room:2", "new_msg_from", "{'reply':1}"), "ok");
        ada.expectNothing();
    }

    @Test
    void a_client_that_is_on_both_topics_gets_its_own_broadcasts_too() {
        PhoenixClient ada = clients.connect().joined("room:1").joined("room:2");
        follow(ada, "room:2", "ok");

        ada.push("room:2", "secret", "{'n':1}");

        assertThat(ada.nextFrame() + ada.nextFrame()).contains("\"room:1\",\"other\",{\"room:2 secret\":{\"n\":1}}",
                "\"room:2\",\"secret\",{\"for\":\"nobody\"}");
    }

    @Test
    void the_members_own_topic_is_not_doubled() {
        PhoenixClient ada = clients.connect().joined("room:1");
        follow(ada, "room:1", "ok");

        ada.push("room:1", "new_msg", "{}");

        ada.expectBroadcast("room:1", "new_msg");
        ada.expectNothing();
    }

    @Test
    void one_more_than_the_limit_fails_and_room_is_made_by_unsubscribing() {
        PhoenixClient ada = clients.connect().joined("room:1");
        follow(ada, "room:2", "ok");
        follow(ada, "room:3", "ok");
        ada.expectReply(ada.push("room:1", "unfollow", "{'topic':'room:2','reply':1}"), "ok");
        follow(ada, "room:4", "ok");

        ada.push("room:1", "follow", "{'topic':'room:5'}");

        ada.expectError("room:1");
    }

    @Test
    void reserved_topics_are_refused() {
        clients.connect().joined("room:1");

        assertThatThrownBy(() -> lab.member("room:1").subscribe("/presence/0/4"))
                .hasMessage("members cannot subscribe to /presence/0/4: the topic is reserved");
    }

    private static void follow(PhoenixClient client, String topic, String status) {
        client.expectReply(client.push("room:1", "follow", "{'topic':'" + topic + "'}"), status);
    }
}
