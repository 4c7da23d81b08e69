package dev.beckon.channels.internal.protocol;

import dev.beckon.channels.EventResult.Status;
import dev.beckon.channels.RawJson;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The messages of the server; each record is one frame. A payload is any object that Jackson writes as a JSON object.
 */
public sealed interface Outbound {

    String topic();

    /** Answers the message that carried {@code ref}. */
    record Reply(@Nullable Ref joinRef, @Nullable Ref ref, String topic, Status status, Object response)
            implements Outbound {

        public static Reply ok(@Nullable Ref joinRef, @Nullable Ref ref, String topic) {
            return new Reply(joinRef, ref, topic, Status.OK, RawJson.EMPTY);
        }

        public static Reply error(@Nullable Ref joinRef, @Nullable Ref ref, String topic, String reason) {
            return new Reply(joinRef, ref, topic, Status.ERROR, Map.of("reason", reason));
        }
    }

    /** An event for one client that answers no message. */
    record Push(@Nullable Ref joinRef, String topic, String event, Object payload) implements Outbound {}

    /** An event for every client on the topic. It carries no refs, so all clients share one encoding. */
    record Broadcast(String topic, String event, Object payload) implements Outbound {}

    /** The channel has ended normally; the client does not join again by itself. */
    record Close(@Nullable Ref joinRef, String topic) implements Outbound {}

    /** The channel failed; clients join again. */
    record Crash(@Nullable Ref joinRef, String topic) implements Outbound {}
}
