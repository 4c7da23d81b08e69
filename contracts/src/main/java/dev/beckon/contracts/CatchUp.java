package dev.beckon.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.beckon.contracts.rules.Text;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Bodies of {@code POST /inboxes/catch-up}, which brings many users' inboxes up to date in one call. */
public final class CatchUp {

    /** Users in one call; notification-service refuses more, and the caller splits. */
    public static final int MAX_USERS = 500;

    /** Changed notifications for one user; above it the answer is a snapshot. */
    public static final int MAX_CHANGES = 200;

    /** The newest notifications of a snapshot. */
    public static final int SNAPSHOT_SIZE = 20;

    private CatchUp() {}

    /**
     * The caller's position in one inbox.
     *
     * @param rev {@code null}: the caller has nothing yet; the answer is a snapshot
     * @param epoch the epoch of {@code rev}; {@code null} or another than the inbox's: the answer is a snapshot
     * @param grouped {@code null}: the caller wants single notifications; otherwise groups
     */
    public record Position(@Text(value = Text.Form.USER_ID, max = Limits.USER_ID_LENGTH) String user, @Nullable Long rev,
            @Nullable UUID epoch, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Grouped grouped) {

        /** The position of a caller that wants single notifications. */
        public Position(String user, @Nullable Long rev, @Nullable UUID epoch) {
            this(user, rev, epoch, null);
        }
    }

    /**
     * Asks for groups of notifications by thread.
     *
     * @param readUpTo the inbox's watermark at the position's {@code rev}: when it rises, groups change and their rows do not
     */
    public record Grouped(@JsonProperty("read_up_to") long readUpTo) {}

    /**
     * The changes that bring the caller up to date. Answers come in the order of the positions, without those of users whose database
     * is away.
     *
     * @param notifications in a snapshot: the newest, newest first, without archived ones. Otherwise all that changed after the
     * position's {@code rev}, by ascending {@code rev}, with archived ones
     * @param retracted those taken back after the position's {@code rev}, by ascending {@code rev}; none in a snapshot
     * @param snapshot true: the caller discards what it had
     * @param groups the answer to a position that asks for groups, in place of single notifications; otherwise {@code null}
     */
    public record Difference(
            String user, @JsonUnwrapped InboxState state, List<Notification> notifications, List<Retraction> retracted,
            boolean snapshot, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Groups groups) {

        /** A difference in which nothing was taken back. */
        public Difference(String user, InboxState state, List<Notification> notifications, boolean snapshot) {
            this(user, state, notifications, List.of(), snapshot);
        }

        /** A difference of single notifications. */
        public Difference(String user, InboxState state, List<Notification> notifications, List<Retraction> retracted, boolean snapshot) {
            this(user, state, notifications, retracted, snapshot, null);
        }
    }

    /**
     * Groups, and notifications without a thread, as they are now.
     *
     * @param entries in a snapshot: the first page. Otherwise all that changed, newest first
     * @param gone threads without notifications in the list any more
     * @param goneIds notifications without a thread that are not in the list any more
     * @param nextBefore of a snapshot: the {@code before} of the next page; {@code null} if there is none
     */
    public record Groups(List<Notification> entries, List<String> gone, @JsonProperty("gone_ids") List<UUID> goneIds,
            @JsonProperty("next_before") @Nullable Long nextBefore) {}

    /**
     * A notification that was taken back. Its text is gone.
     *
     * @param rev the inbox's revision at which it was taken back
     */
    public record Retraction(UUID id, long seq, long rev) {}
}
