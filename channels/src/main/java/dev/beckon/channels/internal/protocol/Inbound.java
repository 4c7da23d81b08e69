package dev.beckon.channels.internal.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The messages of a client. The socket switches over them, so the compiler finds a kind without a handler. */
public sealed interface Inbound {

    /** The reply carries it too; {@code null} if the client does not want a reply. */
    @Nullable
    Ref ref();

    /**
     * Sorts a message by its topic and event.
     *
     * @param payload of a binary frame a {@link com.fasterxml.jackson.databind.node.BinaryNode}
     */
    static Inbound of(@Nullable Ref joinRef, @Nullable Ref ref, String topic, String event, JsonNode payload) {
        if (topic.equals("phoenix") && event.equals("heartbeat")) {
            return new Heartbeat(ref);
        }
        return switch (event) {
            case "phx_join" -> new Join(joinRef, ref, topic, payload);
            case "phx_leave" -> new Leave(joinRef, ref, topic);
            default -> new Event(joinRef, ref, topic, event, payload);
        };
    }

    record Heartbeat(@Nullable Ref ref) implements Inbound {}

    record Join(@Nullable Ref joinRef, @Nullable Ref ref, String topic, JsonNode payload) implements Inbound {}

    record Leave(@Nullable Ref joinRef, @Nullable Ref ref, String topic) implements Inbound {}

    record Event(@Nullable Ref joinRef, @Nullable Ref ref, String topic, String event, JsonNode payload)
            implements Inbound {}
}
