package dev.beckon.channels.internal.longpoll;

import dev.beckon.channels.BinaryPayload;
import dev.beckon.channels.Payload;
import dev.beckon.channels.RawJson;
import dev.beckon.channels.TopicBroadcast;
import dev.beckon.channels.internal.longpoll.LongPollResponse.Answer;
import java.util.UUID;

/**
 * Messages between a node that received a request and the node that holds its session. Each travels as a broadcast: the
 * kind is the event, the fields are headers, and a body is the payload.
 */
sealed interface RelayMessage {

    /** Identifies the request; the node that received it made the id. */
    UUID id();

    /** @param from the node that gets the answer */
    record Poll(UUID id, UUID from, String token) implements RelayMessage {}

    /** @param from the node that gets the answer */
    record Submit(UUID id, UUID from, String token, Post post) implements RelayMessage {}

    /** The answer to the poll of this id cannot have reached the client. */
    record Lost(UUID id, UUID from, String token) implements RelayMessage {}

    /** The client is gone, or its node has stopped waiting. */
    record Cancelled(UUID id) implements RelayMessage {}

    /** Acknowledges a request: the node is alive, and the answer may take longer. */
    record Taken(UUID id) implements RelayMessage {}

    record Answered(UUID id, Answer answer) implements RelayMessage {}

    default TopicBroadcast on(String topic) {
        return switch (this) {
            case Poll(var id, var from, var token) -> broadcast(topic, "poll", id + " " + from + " " + token, RawJson.EMPTY);
            case Lost(var id, var from, var token) -> broadcast(topic, "lost", id + " " + from + " " + token, RawJson.EMPTY);
            case Submit(var id, var from, var token, Post(var body, var inLines)) -> broadcast(
                    topic, inLines ? "lines" : "frame", id + " " + from + " " + token, new BinaryPayload(body));
            case Cancelled(var id) -> broadcast(topic, "cancelled", id.toString(), RawJson.EMPTY);
            case Taken(var id) -> broadcast(topic, "taken", id.toString(), RawJson.EMPTY);
            case Answered(var id, var answer) -> broadcast(topic, "answered", id.toString(), new RawJson(answer.json()));
        };
    }

    private static TopicBroadcast broadcast(String topic, String event, String headers, Payload payload) {
        return new TopicBroadcast(topic, event, headers, payload, null);
    }

    /** @throws IllegalArgumentException if the broadcast is none of these messages */
    static RelayMessage of(TopicBroadcast broadcast) {
        String[] headers = broadcast.headers().split(" ");
        UUID id = UUID.fromString(headers[0]);
        return switch (broadcast.event()) {
            case "poll" -> new Poll(id, from(headers), headers[2]);
            case "lost" -> new Lost(id, from(headers), headers[2]);
            case "lines", "frame" -> new Submit(id, from(headers), headers[2],
                    new Post(bytes(broadcast.payload()), broadcast.event().equals("lines")));
            case "cancelled" -> new Cancelled(id);
            case "taken" -> new Taken(id);
            case "answered" -> new Answered(id, new Answer(text(broadcast.payload())));
            default -> throw new IllegalArgumentException("no message of a relay");
        };
    }

    private static UUID from(String[] headers) {
        if (headers.length != 3) {
            throw new IllegalArgumentException("a relayed request names itself, its node and its session");
        }
        return UUID.fromString(headers[1]);
    }

    private static byte[] bytes(Payload payload) {
        return switch (payload) {
            case BinaryPayload(var bytes) -> bytes;
            case RawJson _ -> throw new IllegalArgumentException("a relayed body is bytes");
        };
    }

    private static String text(Payload payload) {
        return switch (payload) {
            case RawJson(var text) -> text;
            case BinaryPayload _ -> throw new IllegalArgumentException("a relayed answer is JSON");
        };
    }
}
