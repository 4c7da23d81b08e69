package dev.beckon.channels.test;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.protocol.Outbound.Status;
import java.util.Locale;
import java.util.Map;

/** One message that a test has sent, and so what its reply refers to. */
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
     * @param response bytes, or what Jackson can write; an object may have more fields than this one
     * @return the reply's response
     */
    public JsonNode assertReply(Status status, Object response) {
        String word = status.name().toLowerCase(Locale.ROOT);
        JsonNode expected = socket.payloads().tree(response);
        return socket.patience().expect("reply %s %s to %s (ref %s)".formatted(word, expected, event, ref), socket.told(),
                        told -> told.isReplyTo(ref) && told.payload().get("status").asText().equals(word)
                                && (response == ANYTHING || Payloads.match(expected, told.payload().get("response"))))
                .payload().get("response");
    }

    /** No reply of any kind. */
    public void refuteReply() {
        socket.patience().refute("reply to %s (ref %s)".formatted(event, ref), socket.told(), told -> told.isReplyTo(ref));
    }
}
