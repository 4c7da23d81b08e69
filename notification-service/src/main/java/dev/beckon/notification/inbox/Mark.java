package dev.beckon.notification.inbox;

import dev.beckon.contracts.InboxPayload.InboxChanged;
import dev.beckon.contracts.InboxRequest;
import dev.beckon.contracts.InboxRequest.Selection;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.Source;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What owners do with single notifications, each as one statement that changes those that are not so yet, and both counts with them.
 * A notification that was taken back is never changed and never counts.
 */
enum Mark {

    READ("read_at = now(), unread_at = NULL", "n.read_at IS NULL AND (n.seq > $3 OR n.unread_at IS NOT NULL)", InboxChanged::read), UNREAD(
            "read_at = NULL, unread_at = now()", "(n.read_at IS NOT NULL OR n.seq <= $3 AND n.unread_at IS NULL)",
            InboxChanged::unread), ARCHIVED("archived_at = now()", "n.archived_at IS NULL", InboxChanged::archived), UNARCHIVED(
                    "archived_at = NULL", "n.archived_at IS NOT NULL", InboxChanged::unarchived);

    /** $5 ids. */
    private static final String WITH_IDS = """
            n.seq = ANY (ARRAY(
                SELECT o.seq FROM unnest($5::uuid[]) AS i (id) CROSS JOIN LATERAL (
                    SELECT recipient_id, seq FROM notification WHERE id = i.id OFFSET 0) o
                WHERE o.recipient_id = $1))""";

    /** The newest that the mark changes: $5 lane, $6 and $7 the source, $8 how many. */
    private static final String OF_SOURCE = """
            n.seq = ANY (ARRAY(
                SELECT n.seq FROM mention m CROSS JOIN LATERAL (
                    SELECT * FROM notification n WHERE {notification} OFFSET 0) n
                WHERE {source} AND {missing} AND n.retracted_at IS NULL
                ORDER BY n.seq DESC LIMIT $8))""";

    /** The newest that the mark changes of those in the list: $5 the thread, $6 how many. */
    private static final String OF_THREAD = """
            n.seq = ANY (ARRAY(
                SELECT n.seq FROM notification n
                WHERE n.recipient_id = $1 AND n.thread = $5 AND n.archived_at IS NULL AND n.retracted_at IS NULL AND %s
                ORDER BY n.seq DESC LIMIT $6))""";

    /**
     * The newest that are read and in the list, $5 of them. Each branch reads an index from its end; as one condition they would
     * read the whole inbox.
     */
    private static final String READ_ONES = """
            n.seq = ANY (ARRAY(
                SELECT seq FROM (
                    (SELECT n.seq FROM notification n
                     WHERE n.recipient_id = $1 AND n.read_at IS NOT NULL AND n.archived_at IS NULL AND n.retracted_at IS NULL
                     ORDER BY n.seq DESC LIMIT $5)
                    UNION ALL
                    (SELECT n.seq FROM notification n
                     WHERE n.recipient_id = $1 AND n.seq <= $3 AND n.read_at IS NULL AND n.unread_at IS NULL
                         AND n.archived_at IS NULL AND n.retracted_at IS NULL
                     ORDER BY n.seq DESC LIMIT $5)) r
                ORDER BY seq DESC LIMIT $5))""";

    /** Whether a version of a row counts as unread, if it was not taken back. */
    static final String COUNTS = "(%1$s.read_at IS NULL AND (%1$s.seq > $3 OR %1$s.unread_at IS NOT NULL)"
            + " AND %1$s.archived_at IS NULL)::int";

    /**
     * $1 the user, whose inbox is locked, $2 the new revision, $3 the watermark, $4 {@code seen_up_to}. Its gaps: columns to set, two
     * conditions for rows, and which versions count as unread, the new and the old one.
     */
    static final String CHANGE = """
            WITH changed AS (
                UPDATE notification n SET %s, rev = $2
                WHERE n.recipient_id = $1 AND %s AND %s AND n.retracted_at IS NULL
                RETURNING new.id, new.seq, %s - %s AS unread
            )
            UPDATE inbox i
            SET unread = i.unread + c.unread, unseen = least(i.unread + c.unread, greatest(0, i.unseen + c.unseen)),
                rev = $2, updated_at = now()
            FROM (SELECT array_agg(id ORDER BY seq) AS ids, sum(unread)::int AS unread,
                         coalesce(sum(unread) FILTER (WHERE seq > $4), 0)::int AS unseen FROM changed) c
            WHERE i.recipient_id = $1 AND c.ids IS NOT NULL
            RETURNING i.unread, i.unseen, i.seq, i.rev, i.read_up_to, c.ids
            """;

    private final String byIds;
    private final String bySource;
    private final String byThread;
    private final String ofRead;
    private final BiFunction<InboxState, List<UUID>, InboxChanged> change;

    Mark(String set, String missing, BiFunction<InboxState, List<UUID>, InboxChanged> change) {
        this.byIds = statement(set, WITH_IDS, missing);
        this.bySource = statement(set, ofSource(missing), missing);
        this.byThread = statement(set, OF_THREAD.formatted(missing), missing);
        this.ofRead = statement(set, READ_ONES, missing);
        this.change = change;
    }

    private static String ofSource(String missing) {
        return OF_SOURCE.replace("{notification}", MentionText.notificationOf("m.id", "$1"))
                .replace("{source}", MentionText.ofSource("$5", "$6", "$7")).replace("{missing}", missing);
    }

    private static String statement(String set, String which, String missing) {
        return CHANGE.formatted(set, which, missing, COUNTS.formatted("new"), COUNTS.formatted("old"));
    }

    /**
     * A statement for one inbox.
     *
     * @param own parameters from $5 on
     * @param bounded whether it changes at most {@link InboxRequest#MAX_CHANGED}, and perhaps not all
     */
    record Statement(Mark mark, String sql, List<Object> own, boolean bounded) {

        Tuple parameters(String user, InboxState inbox, @Nullable Long seenUpTo) {
            Tuple parameters = Tuple.of(user, inbox.rev() + 1, inbox.readUpTo(), seenUpTo);
            own.forEach(parameters::addValue);
            return parameters;
        }

        InboxChanged change(InboxState now, List<UUID> ids) {
            return mark.change.apply(now, ids);
        }

        boolean mayLeaveMore(List<UUID> ids) {
            return bounded && ids.size() == InboxRequest.MAX_CHANGED;
        }
    }

    /** @param selection valid: with ids, a source or a thread */
    Statement on(String user, Selection selection) {
        if (selection.ids() != null) {
            return new Statement(this, byIds, List.of((Object) selection.ids().toArray(UUID[]::new)), false);
        }
        if (selection.thread() != null) {
            return new Statement(this, byThread, List.of(selection.thread(), (long) InboxRequest.MAX_CHANGED), true);
        }
        Source.Key source = Objects.requireNonNull(selection.source());
        return new Statement(this, bySource,
                List.of((short) Lane.of(user).number(), source.type(), source.id(), (long) InboxRequest.MAX_CHANGED), true);
    }

    /** For all notifications that are read. */
    Statement onRead() {
        return new Statement(this, ofRead, List.of((long) InboxRequest.MAX_CHANGED), true);
    }
}
