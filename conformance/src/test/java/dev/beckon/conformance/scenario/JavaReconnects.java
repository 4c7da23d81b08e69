package dev.beckon.conformance.scenario;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.conformance.scenario.JavaPhoenixClient.Scenario;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.phoenixframework.Message;

/** Scenarios in which JavaPhoenixClient reconnects. */
final class JavaReconnects {

    private JavaReconnects() {}

    static Map<String, Scenario> all() {
        return Map.of(
                "disconnected by the server, then joined again", JavaReconnects::disconnected,
                "the connection is cut, then joined again", JavaReconnects::cut,
                "joined again with parameters of the moment", JavaReconnects::params,
                "events pushed while disconnected", JavaReconnects::buffered);
    }

    private static void disconnected(JavaScene scene) {
        JavaRoom room = scene.member("alice");
        scene.outside().disconnect(scene.user("alice"));
        room.awaitJoined(2);
        assertThat(room.ask("echo", Map.of()).getStatus()).isEqualTo("ok");
    }

    private static void cut(JavaScene scene) {
        Link link = scene.link();
        JavaRoom room = scene.room(scene.connected(link.address(), scene.user("alice")));
        room.join();
        cut(link, room);
        link.mend();
        room.awaitJoined(2);
        scene.outside().publish(scene.topic(), "news", "{\"body\":\"hi\"}");
        room.assertHears("news", Map.of("body", "hi"));
    }

    private static void params(JavaScene scene) {
        Link link = scene.link();
        AtomicInteger evaluated = new AtomicInteger();
        JavaRoom room = new JavaRoom(scene.connected(link.address(), scene.user("alice"))
                .channel(scene.topic(), () -> Map.of("crash", evaluated.incrementAndGet() == 2)));
        room.join();
        cut(link, room);
        link.mend();
        room.awaitJoined(2);
        assertThat(room.joins).extracting(Message::getStatus).containsExactly("ok", "error", "ok");
    }

    private static void buffered(JavaScene scene) {
        Link link = scene.link();
        JavaRoom room = scene.room(scene.connected(link.address(), scene.user("alice")));
        room.join();
        cut(link, room);
        List<CompletableFuture<Message>> answers = Stream.of("1", "2", "3")
                .map(n -> room.push("echo", Map.of("n", n), 10_000))
                .toList();
        link.mend();
        assertThat(answers).extracting(answer -> JavaRoom.get(answer).getPayload().get("n")).containsExactly("1", "2", "3");
    }

    private static void cut(Link link, JavaRoom room) {
        link.cut();
        soon().alias("the loss is noticed").until(() -> room.errors.get() > 0);
    }
}
