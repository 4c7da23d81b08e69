package dev.beckon.channels.test;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.protocol.Outbound.Status;
import dev.beckon.channels.pubsub.TopicBroadcast;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One client on one topic, as {@link TestSocket#join} has made it. Expected payloads are bytes, or what Jackson can write; of
 * an object what came may have more fields, as with a pattern in Elixir. What an assertion has found, no other finds again.
 */
public final class TestChannel {

    private static final Map<String, Object> ANYTHING = Map.of();

    private final TestSocket socket;
    private final String topic;
    private final String joinRef;
    private final PushRef join;
    private final TopicSpy spy;

    TestChannel(TestSocket socket, String topic, String joinRef, TopicSpy spy) {
        this.socket = socket;
        this.topic = topic;
        this.joinRef = joinRef;
        this.join = new PushRef(socket, joinRef, "phx_join");
        this.spy = spy;
    }

    public String topic() {
        return topic;
    }

    /** @return the join reply's response */
    public JsonNode assertJoined() {
        return join.assertReply(Status.OK);
    }

    public JsonNode assertJoined(Object response) {
        return join.assertReply(Status.OK, response);
    }

    public JsonNode assertRefused(Object response) {
        return join.assertReply(Status.ERROR, response);
    }

    /** @param payload bytes, or what Jackson can write */
    public PushRef push(String event, Object payload) {
        return socket.say(joinRef, topic, event, payload);
    }

    public PushRef push(String event) {
        return push(event, Map.of());
    }

    public PushRef leave() {
        return push("phx_leave");
    }

    /** The client is told this, and nobody asked: pushed to it alone, or broadcast. */
    public JsonNode assertPush(String event) {
        return assertPush(event, ANYTHING);
    }

    public JsonNode assertPush(String event, Object payload) {
        return socket.patience().expect("push " + words(event, payload), socket.told(), told(event, payload)).payload();
    }

    public void refutePush(String event) {
        refutePush(event, ANYTHING);
    }

    public void refutePush(String event, Object payload) {
        socket.patience().refute("push " + words(event, payload), socket.told(), told(event, payload));
    }

    /** This is broadcast on the topic since the join, whoever it reaches and whatever {@code handleOut} makes of it. */
    public JsonNode assertBroadcast(String event) {
        return assertBroadcast(event, ANYTHING);
    }

    public JsonNode assertBroadcast(String event, Object payload) {
        return socket.patience().expect("broadcast " + words(event, payload), spy.heard(), heard(event, payload)).payload();
    }

    public void refuteBroadcast(String event) {
        refuteBroadcast(event, ANYTHING);
    }

    public void refuteBroadcast(String event, Object payload) {
        socket.patience().refute("broadcast " + words(event, payload), spy.heard(), heard(event, payload));
    }

    /** To everyone on the topic, from outside any channel; this test's own assertions on broadcasts do not see it. */
    public void broadcastFrom(String event, Object payload) {
        socket.publish(new TopicBroadcast(topic, event, "", socket.payloads().finished(payload), spy));
    }

    /** The channel has ended normally, and the client knows it. */
    public void assertClosed() {
        assertEnd("phx_close");
    }

    /** The channel has failed, and the client knows it. */
    public void assertCrashed() {
        assertEnd("phx_error");
    }

    private void assertEnd(String event) {
        socket.patience().expect(event, socket.told(), told -> told.topic().equals(topic) && told.event().equals(event)
                && told.joinRef().asText().equals(joinRef));
    }

    private Predicate<Told> told(String event, Object payload) {
        JsonNode expected = socket.payloads().tree(payload);
        return told -> told.isUnaskedOn(topic, joinRef) && told.event().equals(event)
                && (payload == ANYTHING || Payloads.match(expected, told.payload()));
    }

    private Predicate<TopicSpy.Heard> heard(String event, Object payload) {
        JsonNode expected = socket.payloads().tree(payload);
        return heard -> heard.event().equals(event) && (payload == ANYTHING || Payloads.match(expected, heard.payload()));
    }

    private String words(String event, Object payload) {
        return payload == ANYTHING ? event + " on " + topic : event + " " + socket.payloads().tree(payload) + " on " + topic;
    }
}
