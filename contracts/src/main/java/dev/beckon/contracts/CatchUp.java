package dev.beckon.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Bodies of {@code POST /inboxes/catch-up}: many users' inboxes brought up to date in one call. */
public final class CatchUp {

    /** Users in one call; more are refused, the caller splits. */
    public static final int MAX_USERS = 500;

    /** Changed notifications for one user; above it the answer is a snapshot. */
    public static final int MAX_CHANGES = 200;

    /** The newest notifications of a snapshot. */
    public static final int SNAPSHOT_SIZE = 20;

    private CatchUp() {}

    /**
     * What the caller has of one inbox.
     *
     * @param rev {@code null}: nothing yet, answer with a snapshot
     * @param epoch the one that {@code rev} belongs to; {@code null} or another than the inbox's: snapshot
     */
    public record Position(String user, @Nullable Long rev, @Nullable UUID epoch) {}

    /**
     * What brings that caller up to date. Answers come in the order of the positions.
     *
     * @param notifications snapshot: the newest, newest first, archived ones left out. Otherwise all that changed after
     *     the position's {@code rev}, by ascending {@code rev}, archived ones included
     * @param snapshot true: forget what you had
     */
    public record Difference(
            String user,
            int unread,
            int unseen,
            long seq,
            long rev,
            UUID epoch,
            @JsonProperty("read_up_to") long readUpTo,
            List<Notification> notifications,
            boolean snapshot) {}
}
