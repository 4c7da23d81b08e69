package dev.beckon.notification.inbox;

import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.InboxPayload.InboxChanged;
import dev.beckon.contracts.InboxRequest;
import dev.beckon.contracts.InboxRequest.Selection;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.Trail;
import dev.beckon.notification.inbox.shards.MovedException;
import dev.beckon.notification.inbox.shards.Shards;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The changes that users make to their inboxes. Each locks the inbox row, then runs one statement that changes notifications
 * and counts together and raises {@code rev} by one; a call with nothing to change leaves {@code rev} as it is.
 */
@ApplicationScoped
class InboxWriter {

    static final String LOCK_INBOX = """
            SELECT i.unread, i.unseen, i.seq, i.rev, l.epoch, i.read_up_to, i.seen_up_to
            FROM inbox i JOIN lane l ON l.number = $2 AND l.moved_to IS NULL
            WHERE i.recipient_id = $1 FOR UPDATE OF i
            """;

    /** Marks of one kind that an inbox keeps. */
    static final int MAX_MARKS = 1_000;

    /**
     * Notes when a watermark rose, and forgets the oldest mark beyond {@link #MAX_MARKS}. $1 the user; the arguments are the kind, the
     * watermark and a condition.
     */
    private static final String MARK = """
            WITH marked AS (
                INSERT INTO inbox_mark (recipient_id, what, up_to)
                SELECT recipient_id, '%1$s', %2$s FROM inbox WHERE recipient_id = $1 AND %3$s ON CONFLICT DO NOTHING
            ), forgotten AS (
                DELETE FROM inbox_mark WHERE recipient_id = $1 AND what = '%1$s' AND up_to <= (
                    SELECT up_to FROM inbox_mark WHERE recipient_id = $1 AND what = '%1$s'
                    ORDER BY up_to DESC OFFSET MAX_MARKS - 1 LIMIT 1)
            )
            """.replace("MAX_MARKS", Integer.toString(MAX_MARKS));

    private static final String MARK_SEEN = MARK.formatted("seen", "seq", "seen_up_to IS DISTINCT FROM seq");

    static final String SEE_ALL = MARK_SEEN + """
            UPDATE inbox SET unseen = 0, seen_up_to = seq, rev = rev + 1, updated_at = now() WHERE recipient_id = $1
            RETURNING unread, unseen, seq, rev, read_up_to
            """;

    /** Nothing was unseen, so that no count and no revision changes; what is marked unread later was seen. */
    static final String REMEMBER_SEEN = MARK_SEEN + "UPDATE inbox SET seen_up_to = seq WHERE recipient_id = $1";

    /**
     * $2 the new watermark, $3 the {@code seq} up to which all become read, $4 the new revision, $5 the watermark so far, $6
     * {@code seen_up_to}. Changes only notifications that were marked unread, and reads no others when all of them become read.
     */
    static final String READ_UP_TO = MARK.formatted("read", "$2::bigint", "$2::bigint > $5::bigint") + """
            , ended AS (
                UPDATE notification SET unread_at = NULL, read_at = now(), rev = $4
                WHERE recipient_id = $1 AND seq <= $3 AND unread_at IS NOT NULL AND retracted_at IS NULL
                RETURNING id, seq, archived_at IS NULL AND old.read_at IS NULL AS counted
            ), less AS (
                SELECT count(*) AS unread, count(*) FILTER (WHERE seq > $6) AS unseen FROM (
                    SELECT seq FROM notification
                    WHERE recipient_id = $1 AND seq > $5 AND seq <= $2
                        AND read_at IS NULL AND archived_at IS NULL AND retracted_at IS NULL
                    UNION ALL
                    SELECT seq FROM ended WHERE counted AND seq <= $5) n
            )
            UPDATE inbox i
            SET read_up_to = $2, rev = $4, updated_at = now(),
                unread = CASE WHEN $3 = i.seq THEN 0 ELSE i.unread - (SELECT unread FROM less) END,
                unseen = CASE WHEN $3 = i.seq THEN 0
                              ELSE least(i.unread - (SELECT unread FROM less), greatest(0, i.unseen - (SELECT unseen FROM less))) END
            WHERE i.recipient_id = $1 AND ($2 > i.read_up_to OR EXISTS (SELECT FROM ended))
            RETURNING i.unread, i.unseen, i.seq, i.rev, i.read_up_to, (SELECT array_agg(id ORDER BY seq) FROM ended) AS ids
            """;

    private final Shards shards;
    private final InboxFrames frames;

    InboxWriter(Shards shards, InboxFrames frames) {
        this.shards = shards;
        this.frames = frames;
    }

    /**
     * The result of a call on an inbox.
     *
     * @param more the call changed as many notifications as it may, so there may be more
     * @param frame to publish; {@code null}: there was nothing to change, and {@code rev} is the same
     */
    record InboxChange(InboxState state, boolean more, @Nullable InboxFrame frame) {

        static InboxChange none(InboxState state) {
            return new InboxChange(state, false, null);
        }
    }

    /** @param seenUpTo {@code null}: not known, so that {@code unseen} only falls where {@code unread} falls below it */
    record Locked(InboxState state, @Nullable Long seenUpTo) {

        static Locked of(RowSet<Row> rows) {
            Row row = rows.iterator().next();
            return new Locked(InboxWriter.state(row, row.getUUID("epoch")), row.getLong("seen_up_to"));
        }
    }

    Uni<InboxChange> seen(String user) {
        return change(user, (connection, inbox) -> {
            if (inbox.state().unseen() > 0) {
                return connection.preparedQuery(SEE_ALL).execute(Tuple.of(user))
                        .map(rows -> changed(user, rows, inbox, InboxChanged::counts));
            }
            return Objects.equals(inbox.seenUpTo(), inbox.state().seq())
                    ? nothing(inbox)
                    : connection.preparedQuery(REMEMBER_SEEN).execute(Tuple.of(user)).map(_ -> InboxChange.none(inbox.state()));
        });
    }

    /**
     * Ignores ids that are not in this inbox or have the mark already, so that callers can repeat the call. An archived notification
     * does not count as unread.
     */
    Uni<InboxChange> mark(String user, Mark mark, Selection selection) {
        return mark(user, mark.on(user, selection));
    }

    /** Archives what is read, the newest first. */
    Uni<InboxChange> archiveRead(String user) {
        return mark(user, Mark.ARCHIVED.onRead());
    }

    private Uni<InboxChange> mark(String user, Mark.Statement statement) {
        return change(user, (connection, inbox) -> connection.preparedQuery(statement.sql())
                .execute(statement.parameters(user, inbox.state(), inbox.seenUpTo()))
                .map(rows -> {
                    if (rows.size() == 0) {
                        return InboxChange.none(inbox.state());
                    }
                    List<UUID> ids = changedIds(rows);
                    InboxChange change = changed(user, rows, inbox, now -> statement.change(now, ids));
                    return new InboxChange(change.state(), statement.mayLeaveMore(ids), change.frame());
                }));
    }

    /**
     * Notifications up to there that were marked unread become read one by one, also below the watermark.
     *
     * @param upTo {@code null}: all notifications; a value beyond the newest means the newest
     */
    Uni<InboxChange> readAll(String user, @Nullable Long upTo) {
        return change(user, (connection, inbox) -> {
            InboxState before = inbox.state();
            long readUpTo = upTo == null ? before.seq() : Math.min(upTo, before.seq());
            return connection.preparedQuery(READ_UP_TO)
                    .execute(Tuple.of(user, Math.max(readUpTo, before.readUpTo()), readUpTo, before.rev() + 1, before.readUpTo(),
                            inbox.seenUpTo()))
                    .map(rows -> rows.size() == 0 ? InboxChange.none(before) : readUpTo(user, rows, inbox));
        });
    }

    private InboxChange readUpTo(String user, RowSet<Row> rows, Locked before) {
        List<UUID> ids = changedIds(rows);
        if (ids.size() <= InboxRequest.MAX_CHANGED) {
            return changed(user, rows, before, now -> InboxChanged.read(now, ids));
        }
        // Too many for one frame: gateways fetch them instead.
        InboxState now = state(rows.iterator().next(), before.state().epoch());
        return new InboxChange(now, false, InboxFrame.stale(user, now.rev(), now.epoch()));
    }

    /** One change of a locked inbox. */
    private interface Step {
        Uni<InboxChange> apply(SqlConnection connection, Locked inbox);
    }

    private Uni<InboxChange> change(String user, Step step) {
        Lane lane = Lane.of(user);
        return shards.on(user, shard -> shard.withPool(pool -> pool.withTransaction(
                connection -> connection.preparedQuery(LOCK_INBOX).execute(Tuple.of(user, (short) lane.number()))
                        .chain(rows -> rows.size() == 0 ? noInbox(connection, user, lane) : step.apply(connection, Locked.of(rows))))));
    }

    /** The result for a user without mentions: nothing to change, and no row to lock. */
    private static Uni<InboxChange> noInbox(SqlConnection connection, String user, Lane lane) {
        return connection.preparedQuery(Erased.NO_INBOX.replace('?', '$'))
                .execute(Tuple.of((short) lane.number(), user))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw new MovedException(lane);
                    }
                    Row row = rows.iterator().next();
                    return InboxChange.none(new InboxState(0, 0, 0, row.getLong("rev"), row.getUUID("epoch"), 0));
                });
    }

    private static Uni<InboxChange> nothing(Locked inbox) {
        return Uni.createFrom().item(InboxChange.none(inbox.state()));
    }

    private InboxChange changed(String user, RowSet<Row> rows, Locked before, Function<InboxState, InboxChanged> change) {
        InboxState now = state(rows.iterator().next(), before.state().epoch());
        return new InboxChange(now, false, frames.inboxChanged(user, change.apply(now), Trail.NONE));
    }

    static List<UUID> changedIds(RowSet<Row> rows) {
        UUID[] ids = rows.iterator().next().getArrayOfUUIDs("ids");
        return ids == null ? List.of() : List.of(ids);
    }

    static InboxState state(Row row, UUID epoch) {
        return new InboxState(row.getInteger("unread"), row.getInteger("unseen"), row.getLong("seq"), row.getLong("rev"),
                epoch, row.getLong("read_up_to"));
    }
}
