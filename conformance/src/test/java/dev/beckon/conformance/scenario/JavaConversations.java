package dev.beckon.conformance.scenario;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.conformance.scenario.JavaPhoenixClient.Scenario;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import kotlin.Unit;
import org.phoenixframework.Message;
import org.phoenixframework.Presence;
import org.phoenixframework.Socket;

/** Messages between members of a room that use JavaPhoenixClient. */
final class JavaConversations {

    private static final Map<String, String> HELLO = Map.of("body", "hi");

    private JavaConversations() {}

    static Map<String, Scenario> all() {
        return Map.of(
                "a reply", JavaConversations::reply,
                "a reply with an error", JavaConversations::error,
                "no reply", JavaConversations::noReply,
                "a broadcast reaches all members", JavaConversations::broadcast,
                "a broadcast from a member reaches the others", JavaConversations::broadcastFrom,
                "a push from the server", JavaConversations::push,
                "a broadcast from outside", JavaConversations::fromOutside,
                "heartbeats", JavaConversations::heartbeats,
                "two tabs of one user", JavaConversations::twoTabs,
                "presence list, joins and leaves", JavaConversations::presence);
    }

    private static void reply(JavaScene scene) {
        Message answer = scene.member("alice").ask("echo", Map.of("a", List.of("x", "é")));
        assertThat(answer.getStatus()).isEqualTo("ok");
        assertThat(answer.getPayload()).isEqualTo(Map.of("a", List.of("x", "é")));
    }

    private static void error(JavaScene scene) {
        Message answer = scene.member("alice").ask("fail", Map.of("reason", "because"));
        assertThat(answer.getStatus()).isEqualTo("error");
        assertThat(answer.getPayload()).isEqualTo(Map.of("reason", "because"));
    }

    private static void noReply(JavaScene scene) {
        JavaRoom room = scene.member("alice");
        assertThatThrownBy(() -> JavaRoom.get(room.push("silent", Map.of(), 100)));
        assertThat(room.ask("echo", Map.of()).getStatus()).isEqualTo("ok");
    }

    private static void broadcast(JavaScene scene) {
        JavaRoom alice = scene.member("alice");
        JavaRoom bob = scene.member("bob");
        alice.channel.push("new_msg", HELLO, 1_000);
        bob.assertHears("new_msg", HELLO);
        alice.assertHears("new_msg", HELLO);
    }

    private static void broadcastFrom(JavaScene scene) {
        JavaRoom alice = scene.member("alice");
        JavaRoom bob = scene.member("bob");
        alice.channel.push("new_msg_from", HELLO, 1_000);
        bob.assertHears("new_msg_from", HELLO);
        alice.ask("echo", Map.of());
        assertThat(alice.count("new_msg_from")).isZero();
    }

    private static void push(JavaScene scene) {
        JavaRoom alice = scene.member("alice");
        JavaRoom bob = scene.member("bob");
        alice.channel.push("push_me", HELLO, 1_000);
        alice.assertHears("pushed", HELLO);
        bob.ask("echo", Map.of());
        assertThat(bob.count("pushed")).isZero();
    }

    private static void fromOutside(JavaScene scene) {
        JavaRoom room = scene.member("alice");
        scene.outside().publish(scene.topic(), "news", "{\"body\":\"hi\"}");
        room.assertHears("news", HELLO);
    }

    private static void heartbeats(JavaScene scene) {
        Socket socket = scene.socket(scene.address(), () -> Map.of("token", scene.token(scene.user("alice"))));
        AtomicInteger answered = new AtomicInteger();
        AtomicInteger closed = new AtomicInteger();
        socket.setHeartbeatIntervalMs(3_000);
        socket.onMessage(message -> {
            answered.addAndGet(message.getTopic().equals("phoenix") && "ok".equals(message.getStatus()) ? 1 : 0);
            return Unit.INSTANCE;
        });
        socket.onClose(() -> {
            closed.incrementAndGet();
            return Unit.INSTANCE;
        });
        socket.connect();
        soon().alias("two heartbeats are answered").until(() -> answered.get() >= 2);
        assertThat(closed).hasValue(0);
    }

    private static void twoTabs(JavaScene scene) {
        JavaRoom one = scene.member("alice");
        JavaRoom other = scene.member("alice");
        one.channel.push("new_msg_from", HELLO, 1_000);
        other.assertHears("new_msg_from", HELLO);
        one.ask("echo", Map.of());
        assertThat(one.count("new_msg_from")).isZero();
        scene.outside().disconnect(scene.user("alice"));
        one.awaitJoined(2);
        other.awaitJoined(2);
    }

    private static void presence(JavaScene scene) {
        String bob = scene.user("bob");
        JavaRoom alice = scene.room(scene.connected(scene.user("alice")));
        Presence presence = new Presence(alice.channel, Presence.Options.Companion.getDefaults());
        List<String> changes = new CopyOnWriteArrayList<>();
        presence.onJoin((key, before, _) -> {
            changes.add((before == null ? "new " : "again ") + key);
            return Unit.INSTANCE;
        });
        presence.onLeave((key, left, _) -> {
            changes.add((left.get("metas").isEmpty() ? "gone " : "less ") + key);
            return Unit.INSTANCE;
        });
        alice.join();
        awaitDevices(presence, scene.user("alice"), 1);
        JavaRoom phone = scene.member("bob");
        awaitDevices(presence, bob, 1);
        JavaRoom laptop = scene.member("bob");
        awaitDevices(presence, bob, 2);
        phone.leave();
        awaitDevices(presence, bob, 1);
        laptop.leave();
        awaitDevices(presence, bob, 0);
        assertThat(changes).filteredOn(change -> change.endsWith(bob))
                .containsExactly("new " + bob, "again " + bob, "less " + bob, "gone " + bob);
    }

    private static void awaitDevices(Presence presence, String user, int devices) {
        soon().alias("%s has %d devices".formatted(user, devices)).until(() -> Map.copyOf(presence.getState()).getOrDefault(user, Map.of(
                "metas", List.of())).get("metas").size() == devices);
    }
}
