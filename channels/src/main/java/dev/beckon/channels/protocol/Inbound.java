package dev.beckon.channels.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What a client may say. The socket switches over it, so a new kind of message cannot be forgotten. */
public sealed interface Inbound {

    /** Echoed by the reply; {@code null} if the client does not want one. */
    @Nullable Ref ref();

    record Heartbeat(@Nullable Ref ref) implements Inbound {}

    record Join(@Nullable Ref joinRef, @Nullable Ref ref, String topic, JsonNode payload) implements Inbound {}

    record Leave(@Nullable Ref joinRef, @Nullable Ref ref, String topic) implements Inbound {}

    record Event(@Nullable Ref joinRef, @Nullable Ref ref, String topic, String event, JsonNode payload)
            implements Inbound {}
}
