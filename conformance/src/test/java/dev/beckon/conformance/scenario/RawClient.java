package dev.beckon.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.beckon.conformance.transcript.Venue;
import dev.beckon.testclients.RefusedException;
import dev.beckon.testclients.wire.WireMessage;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.function.Executable;

/** The tests' own client, for version 2, on plain sockets: connecting, joining, reconnecting. */
public final class RawClient {

    /** The status of a poll whose session ends while it waits. */
    private static final int SESSION_OVER = 500;

    private static final String NO_MIND = "it does nothing by itself: it sends what a test sends, when the test does";

    private static final Map<String, String> INEXPRESSIBLE = Map.of(
            "joined again with parameters of the moment", NO_MIND,
            "events pushed while disconnected", NO_MIND,
            "fallback to long polling", NO_MIND,
            "the fallback is remembered", NO_MIND);

    private final Venue venue;
    private final Map<String, Executable> scenarios = new LinkedHashMap<>();

    private RawClient(Venue venue) {
        this.venue = venue;
        scenario("connect with a token as parameter", scene -> scene.client(
                scene.webSocket("&token=" + scene.token("alice")), "notifications:" + scene.user("alice")).joined());
        scenario("connect with authToken", RawClient::authToken);
        scenario("a refused token, then a good one", RawClient::refusedToken);
        scenario("join", scene -> scene.member("alice").expectNothing());
        scenario("a refused join", RawClient::refusedJoin);
        scenario("a join that crashes", RawClient::crashedJoin);
        scenario("leave", RawClient::leave);
        scenario("a topic joined twice", RawClient::joinedTwice);
        scenario("a crashed channel is joined again", RawClient::crash);
        scenario("a stopped channel is not joined again", RawClient::stop);
        scenario("an event pushed before the join is answered", RawClient::pushedEarly);
        scenario("disconnected by the server, then joined again", RawClient::disconnected);
        scenario("the connection is cut, then joined again", RawClient::cut);
        scenario("long polling, disconnected by the server", RawClient::longPollDisconnected);
        RawConversations.all().forEach(this::scenario);
    }

    public static Playbill play(Venue venue) {
        return new Playbill(new RawClient(venue).scenarios, INEXPRESSIBLE);
    }

    /** A scenario, in a scene of its own. */
    interface Scenario {
        void play(RawScene scene) throws Exception;
    }

    private void scenario(String name, Scenario scenario) {
        scenarios.put(name, () -> {
            try (RawScene scene = new RawScene(venue)) {
                scenario.play(scene);
            }
        });
    }

    private static void authToken(RawScene scene) throws Exception {
        String token = Base64.getEncoder().withoutPadding()
                .encodeToString(scene.token("alice").getBytes(StandardCharsets.US_ASCII));
        scene.client(scene.webSocket("", "sec-websocket-protocol: phoenix, base64url.bearer.phx." + token),
                "notifications:" + scene.user("alice")).joined();
    }

    private static void refusedToken(RawScene scene) throws Exception {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> scene.webSocket("&token=nonsense"))
                .matches(refused -> refused.status() == 403 && refused.body().isEmpty());
        scene.member("alice").expectNothing();
    }

    private static void refusedJoin(RawScene scene) throws Exception {
        RawMember alice = scene.client(scene.webSocket("&token=" + scene.token("alice")), "room:private-" + scene.user("x"));
        alice.say("1", "1", "phx_join", "{}");
        alice.expectReply("1", "error", "{\"reason\":\"unauthorized\"}");
    }

    private static void crashedJoin(RawScene scene) throws Exception {
        RawMember alice = scene.client("alice");
        alice.say("1", "1", "phx_join", "{\"crash\":true}");
        alice.expectReply("1", "error", "{\"reason\":\"join crashed\"}");
        alice.joined();
    }

    private static void leave(RawScene scene) throws Exception {
        RawMember alice = scene.member("alice");
        RawMember bob = scene.member("bob");
        alice.say("1", "2", "phx_leave", "{}");
        alice.expectReply("2", "ok", "{}");
        alice.expect("1", "1", "phx_close", "{}");
        bob.say("1", "2", "new_msg", "{}");
        bob.expectBroadcast("new_msg", "{}");
        alice.joined();
    }

    private static void joinedTwice(RawScene scene) throws Exception {
        RawMember alice = scene.member("alice");
        alice.say("2", "2", "phx_join", "{}");
        alice.expect("2", "2", "phx_reply", "{\"status\":\"ok\",\"response\":{}}");
        alice.expect("1", "1", "phx_close", "{}");
        alice.say("2", "3", "push_me", "{}");
        alice.expect("2", "", "pushed", "{}");
    }

    private static void crash(RawScene scene) throws Exception {
        RawMember alice = scene.member("alice");
        alice.say("1", "2", "crash", "{}");
        alice.expect("1", "1", "phx_error", "{\"reason\":\"channel_crash\"}");
        alice.joined().expectNothing();
    }

    private static void stop(RawScene scene) throws Exception {
        RawMember alice = scene.member("alice");
        alice.say("1", "2", "stop", "{}");
        alice.expectReply("2", "ok", "{}");
        alice.expect("1", "1", "phx_close", "{}");
    }

    private static void pushedEarly(RawScene scene) throws Exception {
        RawMember alice = scene.client("alice");
        alice.connection.send(List.of(new WireMessage.Text(alice.frame("1", "1", "phx_join", "{}")),
                new WireMessage.Text(alice.frame("1", "2", "echo", "{\"n\":1}"))));
        alice.expectReply("1", "ok", "{}");
        alice.expectReply("2", "ok", "{\"n\":1}");
    }

    private static void disconnected(RawScene scene) throws Exception {
        RawMember alice = scene.member("alice");
        scene.outside().disconnect(scene.user("alice"));
        alice.expectClose(1001);
        scene.member("alice").expectNothing();
    }

    private static void cut(RawScene scene) throws Exception {
        Link link = scene.link();
        RawMember alice = scene.client(link.address(), "alice").joined();
        link.cut();
        alice.expectClose(WireMessage.Close.CUT);
        link.mend();
        RawMember again = scene.client(link.address(), "alice").joined();
        scene.outside().publish(scene.topic(), "news", "{}");
        again.expectBroadcast("news", "{}");
    }

    private static void longPollDisconnected(RawScene scene) throws Exception {
        RawMember alice = scene.client(scene.longPoll("alice"), scene.topic()).joined();
        scene.outside().disconnect(scene.user("alice"));
        alice.expectClose(SESSION_OVER);
        scene.client(scene.longPoll("alice"), scene.topic()).joined().expectNothing();
    }
}
