package dev.beckon.verify.history;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.contracts.InboxState;
import java.util.List;
import java.util.UUID;

/** One thing that the harness did, heard or found. */
public sealed interface Fact {

    /** Milliseconds since the run began. */
    long at();

    /**
     * A call of {@code POST /mentions} begins.
     *
     * @param call unique
     * @param key the Idempotency-Key, and the text by which the mention is known again wherever it turns up
     * @param good whether it has to be accepted in the end; what is not good has to be refused
     */
    record PostSent(long at, int call, String key, List<String> recipients, boolean good) implements Fact {}

    /**
     * @param problem type of the problem in the body; empty if there is none
     * @param retryAfter whether the answer says when to try again
     */
    record PostAnswered(long at, int call, String key, int status, List<UUID> ids, String problem, boolean retryAfter)
            implements Fact {}

    /** No answer came: the mention may have been taken or not. */
    record PostLost(long at, int call, String key, String why) implements Fact {}

    /** A record on the Kafka topic of mentions, written by somebody else than mention-service. */
    record RecordWritten(long at, String key, List<String> recipients, Kind kind) implements Fact {

        /** What has to become of the record. */
        public enum Kind {
            /** Stored. */
            GOOD,
            /** A copy of what is there already: nothing changes. */
            REPEATED,
            /** Set aside. */
            POISON
        }
    }

    record JoinSent(long at, String device, String user, JsonNode position) implements Fact {}

    record Joined(long at, String device, String user, JsonNode reply) implements Fact {}

    record JoinRefused(long at, String device, String user, String reason) implements Fact {}

    record Pushed(long at, String device, String user, String event, JsonNode payload) implements Fact {}

    record Disconnected(long at, String device, String user, String why) implements Fact {}

    /** The server said what no server may say. */
    record Nonsense(long at, String device, String user, String what) implements Fact {}

    /** A device asks to change its inbox, or to see a page of it. */
    record Asked(long at, String device, String user, int call, String event, JsonNode payload) implements Fact {}

    /** @param response the reason, if it was refused */
    record Answered(long at, String device, String user, int call, boolean ok, JsonNode response) implements Fact {}

    /** No answer came: it may have been done or not, now or a little later. */
    record Unanswered(long at, String device, String user, int call, String why) implements Fact {}

    /**
     * Somebody came with a token that is not valid.
     *
     * @param where such as {@code POST /mentions}
     * @param status the answer's
     */
    record Trespassed(long at, String where, String token, int status) implements Fact {}

    record FaultBegan(long at, String fault) implements Fact {}

    /** @param target such as {@code gateway-1} or {@code gateway-1 to redis} */
    record FaultEnded(long at, String fault, String target) implements Fact {}

    /** Nothing moves any more. From here on: what was found at the end. */
    record Quiet(long at, String missing) implements Fact {}

    /** The inbox as the API tells it. */
    record InboxFound(long at, String user, InboxState state) implements Fact {}

    /**
     * A row in the database.
     *
     * @param key the notification's text
     * @param readItself whether it was opened itself, not only passed by the watermark
     */
    record RowFound(long at, String user, long seq, long rev, UUID id, UUID mention, String key, boolean readItself,
            boolean archived) implements Fact {}

    record DeadLetterFound(long at, String key, String reason) implements Fact {}

    /** A device that was there until the end, and should show what its inbox holds. */
    record DeviceFound(long at, String device, String user) implements Fact {}
}
