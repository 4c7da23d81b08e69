package dev.beckon.channels.test;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.EventResult.Status;
import dev.beckon.channels.TopicBroadcast;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One client on one topic, made by {@link TestSocket#join}. Expected payloads are bytes, or objects that Jackson can write; an
 * actual object may have more fields, as with a pattern in Elixir. An assertion consumes what it has found: no other assertion
 * finds it again.
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

    /** @param payload bytes, or an object that Jackson can write */
    public PushRef push(String event, Object payload) {
        return socket.say(joinRef, topic, event, payload);
    }

    public PushRef push(String event) {
        return push(event, Map.of());
    }

    public PushRef leave() {
        return push("phx_leave");
    }

    /** The client gets this event unasked: pushed to it alone, or broadcast. */
    public JsonNode assertPush(String event) {
        return assertPush(event, ANYTHING);
    }

    public JsonNode assertPush(String event, Object payload) {
        return socket.patience().expect("push " + words(event, payload), socket.received(), received(event, payload)).payload();
    }

    public void refutePush(String event) {
        refutePush(event, ANYTHING);
    }

    public void refutePush(String event, Object payload) {
        socket.patience().refute("push " + words(event, payload), socket.received(), received(event, payload));
    }

    /** This event is broadcast on the topic after the join, whichever members get it and however {@code handleOut} changes it. */
    public JsonNode assertBroadcast(String event) {
        return assertBroadcast(event, ANYTHING);
    }

    public JsonNode assertBroadcast(String event, Object payload) {
        return socket.patience().expect("broadcast " + words(event, payload), spy.seen(), seen(event, payload)).payload();
    }

    public void refuteBroadcast(String event) {
        refuteBroadcast(event, ANYTHING);
    }

    public void refuteBroadcast(String event, Object payload) {
        socket.patience().refute("broadcast " + words(event, payload), spy.seen(), seen(event, payload));
    }

    /** Broadcasts to every member of the topic, from outside any channel; this test's own broadcast assertions do not see it. */
    public void broadcastFrom(String event, Object payload) {
        socket.publish(new TopicBroadcast(topic, event, "", socket.payloads().finished(payload), spy));
    }

    /** The channel has ended normally, and the client has got {@code phx_close}. */
    public void assertClosed() {
        assertEnd("phx_close");
    }

    /** The channel has failed, and the client has got {@code phx_error}. */
    public void assertCrashed() {
        assertEnd("phx_error");
    }

    private void assertEnd(String event) {
        socket.patience().expect(event, socket.received(), received -> received.topic().equals(topic) && received.event().equals(event)
                && received.joinRef().asText().equals(joinRef));
    }

    private Predicate<Received> received(String event, Object payload) {
        JsonNode expected = socket.payloads().tree(payload);
        return received -> received.isUnaskedOn(topic, joinRef) && received.event().equals(event)
                && (payload == ANYTHING || Payloads.match(expected, received.payload()));
    }

    private Predicate<TopicSpy.Seen> seen(String event, Object payload) {
        JsonNode expected = socket.payloads().tree(payload);
        return seen -> seen.event().equals(event) && (payload == ANYTHING || Payloads.match(expected, seen.payload()));
    }

    private String words(String event, Object payload) {
        return payload == ANYTHING ? event + " on " + topic : event + " " + socket.payloads().tree(payload) + " on " + topic;
    }
}
