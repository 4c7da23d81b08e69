package dev.beckon.channels.test;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.EventResult.Status;
import java.util.Locale;
import java.util.Map;

/** One message that a test has sent; the reply refers to it. */
public final class PushRef {

    private static final Object ANYTHING = Map.of();

    private final TestSocket socket;
    private final String ref;
    private final String event;

    PushRef(TestSocket socket, String ref, String event) {
        this.socket = socket;
        this.ref = ref;
        this.event = event;
    }

    /** @return the reply's response */
    public JsonNode assertReply(Status status) {
        return assertReply(status, ANYTHING);
    }

    /**
     * @param response bytes, or an object that Jackson can write; the actual object may have more fields
     * @return the reply's response
     */
    public JsonNode assertReply(Status status, Object response) {
        String word = status.name().toLowerCase(Locale.ROOT);
        JsonNode expected = socket.payloads().tree(response);
        return socket.patience().expect("reply %s %s to %s (ref %s)".formatted(word, expected, event, ref), socket.received(),
                received -> received.isReplyTo(ref) && received.payload().get("status").asText().equals(word)
                        && (response == ANYTHING || Payloads.match(expected, received.payload().get("response"))))
                .payload().get("response");
    }

    /** Fails if any reply comes, with any status. */
    public void refuteReply() {
        socket.patience().refute("reply to %s (ref %s)".formatted(event, ref), socket.received(), received -> received.isReplyTo(ref));
    }
}
