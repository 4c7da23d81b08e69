package dev.beckon.conformance.scenario;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.conformance.transcript.Venue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import kotlin.Unit;
import org.junit.jupiter.api.function.Executable;
import org.phoenixframework.Channel;
import org.phoenixframework.Message;
import org.phoenixframework.Socket;

/** Connects and joins with the unmodified {@code com.github.dsrees:JavaPhoenixClient}, the client of Android applications. */
public final class JavaPhoenixClient {

    private static final String TEXT_ONLY = "it reads and writes text only";
    private static final String WEBSOCKET_ONLY = "it knows no long polling";

    private static final Map<String, String> INEXPRESSIBLE = Map.of(
            "connect with authToken", "it knows the parameter only",
            "bytes are echoed", TEXT_ONLY,
            "bytes are pushed", TEXT_ONLY,
            "bytes are broadcast", TEXT_ONLY,
            "long polling", WEBSOCKET_ONLY,
            "long polling, disconnected by the server", WEBSOCKET_ONLY,
            "fallback to long polling", WEBSOCKET_ONLY,
            "the fallback is remembered", WEBSOCKET_ONLY);

    /** For versions before 1.3. */
    private static final Map<String, String> WITHOUT_FUNCTIONS = Map.of("joined again with parameters of the moment",
            "parameters as functions came with 1.3");

    private final Venue venue;
    private final Map<String, Executable> scenarios = new LinkedHashMap<>();
    private final Map<String, String> inexpressible = new HashMap<>(INEXPRESSIBLE);

    private JavaPhoenixClient(Venue venue, Map<String, String> inexpressibleToo) {
        this.venue = venue;
        inexpressible.putAll(inexpressibleToo);
        scenario("connect with a token as parameter", JavaPhoenixClient::token);
        scenario("a refused token, then a good one", JavaPhoenixClient::refusedToken);
        scenario("join", scene -> assertThat(scene.room(scene.connected(scene.user("alice"))).join().getStatus())
                .isEqualTo("ok"));
        scenario("a refused join", JavaPhoenixClient::refusedJoin);
        scenario("a join that crashes", JavaPhoenixClient::crashedJoin);
        scenario("leave", JavaPhoenixClient::leave);
        scenario("a topic joined twice", JavaPhoenixClient::joinedTwice);
        scenario("a crashed channel is joined again", JavaPhoenixClient::crash);
        scenario("a stopped channel is not joined again", JavaPhoenixClient::stop);
        scenario("an event pushed before the join is answered", JavaPhoenixClient::pushedEarly);
        JavaConversations.all().forEach(this::scenario);
        JavaReconnects.all().forEach(this::scenario);
        scenarios.keySet().removeAll(inexpressible.keySet());
    }

    public static Playbill play(Venue venue) {
        return new JavaPhoenixClient(venue, Map.of()).bill();
    }

    /** For {@link OlderJavaPhoenixClient}. */
    public static Playbill playWithoutFunctions(Venue venue) {
        return new JavaPhoenixClient(venue, WITHOUT_FUNCTIONS).bill();
    }

    private Playbill bill() {
        return new Playbill(scenarios, inexpressible);
    }

    /** A scenario, in a scene of its own. */
    interface Scenario {
        void play(JavaScene scene) throws Exception;
    }

    private void scenario(String name, Scenario scenario) {
        scenarios.put(name, () -> {
            try (JavaScene scene = new JavaScene(venue)) {
                play(scenario, scene);
            }
        });
    }

    private static void play(Scenario scenario, JavaScene scene) throws Exception {
        try {
            scenario.play(scene);
        } catch (AssertionError e) {
            throw new AssertionError("%s%n%s".formatted(e.getMessage(), String.join("\n", scene.log())), e);
        }
    }

    private static void token(JavaScene scene) {
        String alice = scene.user("alice");
        Channel inbox = scene.connected(alice).channel("notifications:" + alice, Map.of());
        assertThat(new JavaRoom(inbox).join().getStatus()).isEqualTo("ok");
    }

    private static void refusedToken(JavaScene scene) {
        AtomicInteger refused = new AtomicInteger();
        String good = scene.token(scene.user("alice"));
        Socket socket = scene.socket(scene.address(), () -> Map.of("token", refused.get() < 2 ? "nonsense" : good));
        socket.onError((_, response) -> {
            refused.addAndGet(response != null && response.code() == 403 ? 1 : 0);
            return Unit.INSTANCE;
        });
        socket.connect();
        JavaRoom room = scene.room(socket);
        room.beginToJoin();
        room.awaitJoined(1);
        assertThat(refused).hasValueGreaterThanOrEqualTo(2);
    }

    private static void refusedJoin(JavaScene scene) {
        Socket socket = scene.connected(scene.user("alice"));
        Message answer = new JavaRoom(socket.channel("room:private-" + scene.user("x"), Map.of())).join();
        assertThat(answer.getStatus()).isEqualTo("error");
        assertThat(answer.getPayload()).isEqualTo(Map.of("reason", "unauthorized"));
    }

    private static void crashedJoin(JavaScene scene) {
        Map<String, Object> params = new HashMap<>(Map.of("crash", true));
        JavaRoom room = new JavaRoom(scene.connected(scene.user("alice")).channel(scene.topic(), params));
        assertThat(room.join().getPayload()).isEqualTo(Map.of("reason", "join crashed"));
        params.clear();
        room.awaitJoined(1);
    }

    private static void leave(JavaScene scene) {
        JavaRoom alice = scene.member("alice");
        JavaRoom bob = scene.member("bob");
        assertThat(alice.leave().getStatus()).isEqualTo("ok");
        soon().alias("it is closed").until(() -> alice.channel.isClosed() && alice.closes.get() > 0);
        bob.channel.push("new_msg", Map.of(), 1_000);
        bob.assertHears("new_msg", Map.of());
        assertThat(alice.count("new_msg")).isZero();
    }

    private static void joinedTwice(JavaScene scene) {
        Socket socket = scene.connected(scene.user("alice"));
        JavaRoom first = scene.room(socket);
        first.join();
        JavaRoom second = scene.room(socket);
        assertThat(second.join().getStatus()).isEqualTo("ok");
        soon().alias("the first is closed").until(first.channel::isClosed);
        assertThat(second.ask("echo", Map.of()).getStatus()).isEqualTo("ok");
        assertThat(second.errors.get() + second.closes.get()).isZero();
    }

    private static void crash(JavaScene scene) {
        JavaRoom room = scene.member("alice");
        room.channel.push("crash", Map.of(), 1_000);
        soon().alias("the crash is reported").until(() -> room.errors.get() == 1);
        room.awaitJoined(2);
        assertThat(room.ask("echo", Map.of()).getStatus()).isEqualTo("ok");
    }

    private static void stop(JavaScene scene) {
        JavaRoom room = scene.member("alice");
        assertThat(room.ask("stop", Map.of()).getStatus()).isEqualTo("ok");
        soon().alias("it is closed").until(() -> room.closes.get() == 1 && room.channel.isClosed());
        assertThat(room.errors).hasValue(0);
        assertThat(room.joins).hasSize(1);
    }

    private static void pushedEarly(JavaScene scene) {
        JavaRoom room = scene.room(scene.connected(scene.user("alice")));
        room.beginToJoin();
        assertThat(room.ask("echo", Map.of("n", "1")).getPayload()).isEqualTo(Map.of("n", "1"));
    }
}
