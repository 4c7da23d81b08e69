package dev.beckon.verify.history;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.contracts.InboxState;
import java.util.List;
import java.util.UUID;

/** One event that the harness caused, received or found. */
public sealed interface Fact {

    /** Milliseconds since the run began. */
    long at();

    /**
     * A call of {@code POST /mentions} begins.
     *
     * @param call unique number of the call; the mentions of one list, in their order, have the same
     * @param key the Idempotency-Key, and the text by which the harness recognizes the mention everywhere
     * @param good whether the mention has to be accepted in the end; otherwise it has to be refused
     */
    record PostSent(long at, int call, String key, List<String> recipients, boolean good) implements Fact {}

    /**
     * @param problem type of the problem in the body; empty if there is none
     * @param retryAfter whether the answer has a Retry-After header
     */
    record PostAnswered(long at, int call, String key, int status, List<UUID> ids, String problem, boolean retryAfter)
            implements Fact {}

    /** No answer came: mention-service may have accepted the mention or not. */
    record PostLost(long at, int call, String key, String why) implements Fact {}

    /**
     * A record on the Kafka topic of mentions that mention-service did not write.
     *
     * @param kafkaKey the record's own key: those of one key keep their order
     */
    record RecordWritten(long at, String key, String kafkaKey, List<String> recipients, Kind kind) implements Fact {

        /** The required outcome of the record. */
        public enum Kind {
            /** Has to be stored. */
            GOOD,
            /** A copy of an earlier record; has to change nothing. */
            REPEATED,
            /** Has to go to the dead letters. */
            POISON
        }
    }

    record JoinSent(long at, String device, String user, JsonNode position) implements Fact {}

    record Joined(long at, String device, String user, JsonNode reply) implements Fact {}

    record JoinRefused(long at, String device, String user, String reason) implements Fact {}

    record Pushed(long at, String device, String user, String event, JsonNode payload) implements Fact {}

    record Disconnected(long at, String device, String user, String why) implements Fact {}

    /** The server sent a message that the protocol does not allow. */
    record Nonsense(long at, String device, String user, String what) implements Fact {}

    /** A device asks to change its inbox, or to read a page of it. */
    record Asked(long at, String device, String user, int call, String event, JsonNode payload) implements Fact {}

    /** @param response the reason, if the server refused the request */
    record Answered(long at, String device, String user, int call, boolean ok, JsonNode response) implements Fact {}

    /** No answer came: the server may have carried out the request or not, or may still do so a little later. */
    record Unanswered(long at, String device, String user, int call, String why) implements Fact {}

    /**
     * A client used a token that is not valid.
     *
     * @param where the request, such as {@code POST /mentions}
     * @param status status of the answer
     */
    record Trespassed(long at, String where, String token, int status) implements Fact {}

    record FaultBegan(long at, String fault) implements Fact {}

    /** @param target the broken part, such as {@code gateway-1} or {@code gateway-1 to redis} */
    record FaultEnded(long at, String fault, String target) implements Fact {}

    /** All work has settled; later facts describe the final state. */
    record Quiet(long at, String missing) implements Fact {}

    /** One of several PostgreSQL servers has the inbox of a user. @param server its name, such as {@code postgres-2} */
    record Placed(long at, String user, String server) implements Fact {}

    /** The inbox as the API returns it. */
    record InboxFound(long at, String user, InboxState state) implements Fact {}

    /**
     * A row in the database.
     *
     * @param key the notification's text
     * @param readItself whether the user read the notification itself, rather than only moved the watermark past it
     */
    record RowFound(long at, String user, long seq, long rev, UUID id, UUID mention, String key, boolean readItself,
            boolean archived) implements Fact {}

    record DeadLetterFound(long at, String key, String reason) implements Fact {}

    /** A device that was there until the end, and should show exactly its inbox. */
    record DeviceFound(long at, String device, String user) implements Fact {}
}
