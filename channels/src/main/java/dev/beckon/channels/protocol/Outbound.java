package dev.beckon.channels.protocol;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the server may say; each record is one frame. Payloads are whatever Jackson writes as a JSON object. */
public sealed interface Outbound {

    String topic();

    /** Answers the one message that carried {@code ref}. */
    record Reply(@Nullable Ref joinRef, @Nullable Ref ref, String topic, Status status, Object response)
            implements Outbound {

        public static Reply ok(@Nullable Ref joinRef, @Nullable Ref ref, String topic) {
            return new Reply(joinRef, ref, topic, Status.OK, RawJson.EMPTY);
        }

        public static Reply error(@Nullable Ref joinRef, @Nullable Ref ref, String topic, String reason) {
            return new Reply(joinRef, ref, topic, Status.ERROR, Map.of("reason", reason));
        }
    }

    /** Unasked, to one client. */
    record Push(@Nullable Ref joinRef, String topic, String event, Object payload) implements Outbound {}

    /** Unasked, to every client on the topic: carries no refs, so one encoding serves them all. */
    record Broadcast(String topic, String event, Object payload) implements Outbound {}

    /** The channel has ended and will not come back by itself. */
    record Close(@Nullable Ref joinRef, String topic) implements Outbound {}

    /** The channel failed; clients join again. */
    record Crash(@Nullable Ref joinRef, String topic) implements Outbound {}

    enum Status { OK, ERROR }
}
