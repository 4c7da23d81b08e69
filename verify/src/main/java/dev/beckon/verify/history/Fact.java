package dev.beckon.verify.history;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.contracts.InboxState;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One event that the harness caused, received or found. */
public sealed interface Fact {

    /** Milliseconds since the run began. */
    long at();

    /**
     * A call of {@code POST /mentions} begins.
     *
     * @param call unique number of the call; the mentions of one list, in their order, have the same
     * @param key the Idempotency-Key, and the text by which the harness recognizes the mention everywhere until a revision changes it
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
     * A revision of a mention is about to be sent: as {@code PUT} or {@code DELETE /mentions/{key}}, or as a record to Kafka. The
     * post is revision 0.
     *
     * @param call unique number of the call, as of {@link PostSent}
     * @param text the mention's text from this revision on; no other revision of any mention has it. {@code null}: the mention is
     *     taken back
     * @param recipients all whom the mention names from this revision on
     * @param good whether the revision has to be accepted in the end; otherwise it has to be refused
     */
    record RevisionSent(long at, int call, String key, long revision, @Nullable String text, List<String> recipients, boolean good)
            implements Fact {}

    /** As {@link PostAnswered}. */
    record RevisionAnswered(long at, int call, String key, long revision, int status, List<UUID> ids, String problem,
            boolean retryAfter) implements Fact {}

    /** Kafka has acknowledged the record of a revision. @param id the mention's id in the record */
    record RevisionWritten(long at, int call, String key, long revision, UUID id) implements Fact {}

    /** Neither an answer nor an acknowledgement came: the revision may hold or not, also in some lanes only. */
    record RevisionUnclear(long at, int call, String key, long revision, String why) implements Fact {}

    /**
     * A user may no longer see a mention, and {@code POST /access/revoked} is about to say so. The mention was accepted before, and
     * no revision of it follows.
     *
     * @param call unique number of the call, as of {@link PostSent}
     */
    record AccessRevoked(long at, int call, String key, String user) implements Fact {}

    /**
     * A mention is about to be sent that expires, and no revision of it follows.
     *
     * @param expiresAt its time on the clock of {@link #at}
     */
    record Expires(long at, String key, long expiresAt) implements Fact {}

    /** A mention is about to be sent that has this actor; of other mentions the history names none. */
    record ActedBy(long at, String key, String actor) implements Fact {}

    /**
     * A person is about to be erased. No attempt to send a mention that names the person, as recipient or as actor, begins after that.
     *
     * @param call unique number of the call, as of {@link PostSent}
     */
    record Erasing(long at, int call, String user) implements Fact {}

    /** The call was answered with 200. */
    record Erased(long at, int call, String user) implements Fact {}

    /** The call was answered with 202. */
    record AccessRevokedAccepted(long at, int call, String key, String user) implements Fact {}

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

    /**
     * The inbox as the API returns it.
     *
     * @param seenUpTo the newest {@code seq} when the user last opened the inbox; {@code null} if the database does not know it
     */
    record InboxFound(long at, String user, InboxState state, @Nullable Long seenUpTo) implements Fact {

        public InboxFound(long at, String user, InboxState state) {
            this(at, user, state, null);
        }
    }

    /**
     * A row in the database.
     *
     * @param key the notification's text; empty if it has none
     * @param readItself whether the user read the notification itself, rather than only moved the watermark past it
     * @param source id of the source of the mention; {@code null} if the row has no text, or an earlier release wrote the history
     * @param thread in which the mention was sent; {@code null}: none, or the row has no text, or an earlier release wrote the history
     * @param marks none in a history of an earlier release
     */
    record RowFound(long at, String user, long seq, long rev, UUID id, UUID mention, String key, boolean readItself,
            boolean archived, @Nullable String source, @Nullable String thread, Set<Mark> marks) implements Fact {

        public enum Mark {
            /** Its owner has marked it unread: it is unread also at or below the watermark. */
            UNREAD,
            /** Taken back: not in the inbox any more. */
            RETRACTED
        }

        @SuppressWarnings("ConstantValue") // a history of an earlier release has no marks
        public RowFound {
            marks = marks == null ? Set.of() : Set.copyOf(marks);
        }

        /** A row as earlier releases had them, neither marked unread nor taken back. */
        public RowFound(long at, String user, long seq, long rev, UUID id, UUID mention, String key, boolean readItself,
                boolean archived) {
            this(at, user, seq, rev, id, mention, key, readItself, archived, null, null, Set.of());
        }

        public boolean takenBack() {
            return marks.contains(Mark.RETRACTED);
        }

        /** @param readUpTo the inbox's watermark */
        public boolean isRead(long readUpTo) {
            return readItself || seq <= readUpTo && !marks.contains(Mark.UNREAD);
        }
    }

    /** The text of a revision, current or not, stands somewhere in a table. @param table its name */
    record TextFound(long at, String table, String text) implements Fact {}

    record DeadLetterFound(long at, String key, String reason) implements Fact {}

    /** A device that was there until the end, and should show exactly its inbox. */
    record DeviceFound(long at, String device, String user) implements Fact {}
}
