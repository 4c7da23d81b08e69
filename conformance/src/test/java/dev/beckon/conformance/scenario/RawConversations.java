package dev.beckon.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.conformance.scenario.RawClient.Scenario;
import java.util.List;
import java.util.Map;

/** Messages between members of a room on raw sockets. */
final class RawConversations {

    private static final String HELLO = "{\"body\":\"hi\"}";

    private RawConversations() {}

    static Map<String, Scenario> all() {
        return Map.ofEntries(
                Map.entry("a reply", scene -> ask(scene, "echo", "ok")),
                Map.entry("a reply with an error", scene -> ask(scene, "fail", "error")),
                Map.entry("no reply", RawConversations::noReply),
                Map.entry("a broadcast reaches all members", RawConversations::broadcast),
                Map.entry("a broadcast from a member reaches the others", RawConversations::broadcastFrom),
                Map.entry("a push from the server", RawConversations::push),
                Map.entry("a broadcast from outside", RawConversations::fromOutside),
                Map.entry("heartbeats", RawConversations::heartbeats),
                Map.entry("bytes are echoed", RawConversations::echoedBytes),
                Map.entry("bytes are pushed", RawConversations::pushedBytes),
                Map.entry("bytes are broadcast", RawConversations::broadcastBytes),
                Map.entry("two tabs of one user", RawConversations::twoTabs),
                Map.entry("presence list, joins and leaves", RawConversations::presence),
                Map.entry("long polling", RawConversations::longPolling));
    }

    private static void ask(RawScene scene, String event, String status) throws Exception {
        RawMember alice = scene.member("alice");
        alice.say("1", "2", event, "{\"a\":[1,\"é\",null]}");
        alice.expectReply("2", status, "{\"a\":[1,\"é\",null]}");
    }

    private static void noReply(RawScene scene) throws Exception {
        RawMember alice = scene.member("alice");
        alice.say("1", "2", "silent", "{}");
        alice.expectNothing();
    }

    private static void broadcast(RawScene scene) throws Exception {
        RawMember alice = scene.member("alice");
        RawMember bob = scene.member("bob");
        alice.say("1", "2", "new_msg", HELLO);
        bob.expectBroadcast("new_msg", HELLO);
        alice.expectBroadcast("new_msg", HELLO);
    }

    private static void broadcastFrom(RawScene scene) throws Exception {
        RawMember alice = scene.member("alice");
        RawMember bob = scene.member("bob");
        alice.say("1", "2", "new_msg_from", HELLO);
        bob.expectBroadcast("new_msg_from", HELLO);
        alice.expectNothing();
    }

    private static void push(RawScene scene) throws Exception {
        RawMember alice = scene.member("alice");
        RawMember bob = scene.member("bob");
        alice.say("1", "2", "push_me", HELLO);
        alice.expect("1", "", "pushed", HELLO);
        bob.expectNothing();
    }

    private static void fromOutside(RawScene scene) throws Exception {
        RawMember alice = scene.member("alice");
        scene.outside().publish(scene.topic(), "news", HELLO);
        alice.expectBroadcast("news", HELLO);
    }

    private static void heartbeats(RawScene scene) throws Exception {
        RawMember alice = scene.client(scene.webSocket("&token=" + scene.token("alice")), "phoenix");
        for (String ref : List.of("1", "2", "3", "4", "5")) {
            alice.say("", ref, "heartbeat", "{}");
            alice.expect("", ref, "phx_reply", "{\"status\":\"ok\",\"response\":{}}");
        }
    }

    private static void echoedBytes(RawScene scene) throws Exception {
        RawMember alice = scene.member("alice");
        alice.sayBytes("2", "bin_echo", 0, 1, 254, 255);
        alice.expectBytes(1, List.of("1", "2", scene.topic(), "ok"), 0, 1, 254, 255);
    }

    private static void pushedBytes(RawScene scene) throws Exception {
        RawMember alice = scene.member("alice");
        alice.sayBytes("2", "bin_push", 1, 2, 3);
        alice.expectBytes(0, List.of("1", scene.topic(), "bin_push"), 1, 2, 3);
    }

    private static void broadcastBytes(RawScene scene) throws Exception {
        RawMember alice = scene.member("alice");
        RawMember bob = scene.member("bob");
        alice.sayBytes("2", "bin_broadcast", 0, 255);
        bob.expectBytes(2, List.of(scene.topic(), "bin_broadcast"), 0, 255);
        alice.expectBytes(2, List.of(scene.topic(), "bin_broadcast"), 0, 255);
    }

    private static void twoTabs(RawScene scene) throws Exception {
        RawMember one = scene.member("alice");
        RawMember other = scene.member("alice");
        one.say("1", "2", "new_msg_from", HELLO);
        other.expectBroadcast("new_msg_from", HELLO);
        one.expectNothing();
        scene.outside().disconnect(scene.user("alice"));
        one.expectClose(1001);
        other.expectClose(1001);
    }

    private static void presence(RawScene scene) throws Exception {
        String bob = scene.user("bob");
        RawMember alice = scene.client("alice");
        alice.say("1", "1", "phx_join", "{}");
        assertThat(alice.next("presence_state").path(scene.user("alice")).path("metas")).hasSize(1);
        RawMember phone = scene.member("bob");
        String phoneRef = metaRef(change(alice, "joins", bob));
        RawMember laptop = scene.member("bob");
        String laptopRef = metaRef(change(alice, "joins", bob));
        phone.say("1", "2", "phx_leave", "{}");
        assertThat(metaRef(change(alice, "leaves", bob))).isEqualTo(phoneRef).isNotEqualTo(laptopRef);
        laptop.connection.cut();
        assertThat(metaRef(change(alice, "leaves", bob))).isEqualTo(laptopRef);
    }

    /** The next change of this user in a presence diff; skips diffs without one. */
    private static JsonNode change(RawMember member, String part, String user) throws Exception {
        JsonNode said = member.next("presence_diff").path(part).path(user);
        while (said.isMissingNode()) {
            said = member.next("presence_diff").path(part).path(user);
        }
        return said;
    }

    private static String metaRef(JsonNode presence) {
        assertThat(presence.path("metas")).hasSize(1);
        return presence.path("metas").path(0).path("phx_ref").asText();
    }

    private static void longPolling(RawScene scene) throws Exception {
        RawMember alice = scene.client(scene.longPoll("alice"), scene.topic()).joined();
        RawMember bob = scene.member("bob");
        alice.say("1", "2", "echo", HELLO);
        alice.expectReply("2", "ok", HELLO);
        bob.say("1", "2", "new_msg", HELLO);
        bob.expectBroadcast("new_msg", HELLO);
        alice.expectBroadcast("new_msg", HELLO);
        alice.say("1", "3", "new_msg_from", HELLO);
        bob.expectBroadcast("new_msg_from", HELLO);
        alice.expectNothing();
    }
}
