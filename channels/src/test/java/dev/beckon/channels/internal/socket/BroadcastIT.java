package dev.beckon.channels.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.beckon.channels.Endpoint;
import dev.beckon.channels.TerminateReason;
import dev.beckon.channels.internal.pubsub.PubSub;
import dev.beckon.channels.internal.pubsub.Subscriptions;
import dev.beckon.channels.lab.Clients;
import dev.beckon.channels.lab.Lab;
import dev.beckon.channels.lab.PhoenixClient;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BroadcastIT {

    @RegisterExtension
    final Clients clients = new Clients();

    @Inject
    Lab lab;

    @Inject
    Endpoint endpoint;

    @Inject
    PubSub pubSub;

    @Test
    void a_broadcast_reaches_every_member_of_the_topic_the_sender_too() {
        PhoenixClient ada = clients.connect().joined("room:1");
        PhoenixClient bob = clients.connect().joined("room:1");
        PhoenixClient eve = clients.connect().joined("room:2");

        ada.push("room:1", "new_msg", "{'body':'hi'}");

        ada.expect("[null,null,'room:1','new_msg',{'body':'hi'}]");
        bob.expect("[null,null,'room:1','new_msg',{'body':'hi'}]");
        eve.expectNothing();
    }

    @Test
    void a_broadcast_from_a_member_reaches_all_others_another_connection_of_the_same_user_too() {
        PhoenixClient tab = clients.connect("&user=ada").joined("room:1");
        PhoenixClient otherTab = clients.connect("&user=ada").joined("room:1");

        String ref = tab.push("room:1", "new_msg_from", "{'reply':1}");

        tab.expectReply(ref, "ok");
        tab.expectNothing();
        otherTab.expectBroadcast("room:1", "new_msg_from");
    }

    @Test
    void a_broadcast_of_the_application_needs_no_channel() {
        PhoenixClient ada = clients.connect().joined("room:1");

        endpoint.broadcast("room:1", "news", Map.of("body", "ö😀"));

        ada.expect("[null,null,'room:1','news',{'body':'ö😀'}]");
    }

    @Test
    void an_intercepted_event_is_decided_for_each_member_alone() {
        PhoenixClient ada = clients.connect("&user=ada").joined("room:1");
        PhoenixClient bob = clients.connect("&user=bob").joined("room:1");
        PhoenixClient deaf = clients.connect("&user=eve").joined("room:1", "{'deaf':1}");

        ada.push("room:1", "secret", "{}");

        assertThat(ada.expectPush("room:1", "secret").get("for").asText()).isEqualTo("ada");
        assertThat(bob.expectPush("room:1", "secret").get("for").asText()).isEqualTo("bob");
        deaf.expectNothing();
    }

    @Test
    void an_intercepted_event_waits_for_the_present_callback_and_a_shared_one_does_not() {
        PhoenixClient ada = clients.connect().joined("room:1");
        String busy = ada.push("room:1", "echo", "{'gate':'busy'}");
        ada.expectNothing();

        endpoint.broadcast("room:1", "secret", Map.of());
        endpoint.broadcast("room:1", "open", Map.of());
        ada.expectBroadcast("room:1", "open");
        lab.open("busy");

        ada.expectReply(busy, "ok");
        ada.expectPush("room:1", "secret");
    }

    @Test
    void one_that_is_decided_at_once_waits_for_the_present_callback_too() {
        PhoenixClient ada = clients.connect().joined("room:1", "{'at_once':'push'}");
        endpoint.broadcast("room:1", "secret", Map.of());
        ada.expect("[null,null,'room:1','secret',{}]");

        String busy = ada.push("room:1", "echo", "{'gate':'busy'}");
        ada.expectNothing();
        endpoint.broadcast("room:1", "secret", Map.of());
        ada.expectNothing();
        lab.open("busy");

        ada.expectReply(busy, "ok");
        ada.expect("[null,null,'room:1','secret',{}]");
    }

    @Test
    void one_that_fails_at_once_ends_the_channel() {
        PhoenixClient ada = clients.connect().joined("room:1", "{'at_once':'throw'}");

        endpoint.broadcast("room:1", "secret", Map.of());

        ada.expectError("room:1");
        lab.expectTerminated("room:1", TerminateReason.ERROR);
    }

    @Test
    void thousands_of_broadcasts_reach_members_on_every_event_loop_in_order() {
        List<PhoenixClient> everyone = IntStream.range(0, 8).mapToObj(_ -> clients.connect().joined("room:1")).toList();

        IntStream.range(0, 2_000).forEach(n -> endpoint.broadcast("room:1", "news", Map.of("n", n)));

        for (PhoenixClient client : everyone) {
            for (int n = 0; n < 2_000; n++) {
                client.expect("[null,null,'room:1','news',{'n':" + n + "}]");
            }
        }
    }

    @Test
    void a_broadcast_is_one_task_for_each_event_loop_however_many_connections_there_are() {
        IntStream.range(0, 20).forEach(_ -> clients.connect().joined("room:1"));

        assertThat(Subscriptions.loops(pubSub, "room:1")).isBetween(1, 2); // the pool's size in these tests
    }

    @Test
    void an_event_name_that_would_break_a_message_between_nodes_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> endpoint.broadcast("room:1", "a\tb", Map.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> endpoint.broadcast("room:1", "", Map.of()));
    }
}
