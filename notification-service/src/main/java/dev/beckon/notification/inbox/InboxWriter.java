package dev.beckon.notification.inbox;

import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.InboxPayload.InboxChanged;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Lane;
import dev.beckon.notification.inbox.shards.MovedException;
import dev.beckon.notification.inbox.shards.Shards;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The changes that users make to their inboxes. Each locks the inbox row, then runs one statement that changes notifications
 * and counts together and raises {@code rev} by one; a call with nothing to change leaves {@code rev} as it is.
 */
@ApplicationScoped
class InboxWriter {

    private static final String LOCK_INBOX = """
            SELECT i.unread, i.unseen, i.seq, i.rev, l.epoch, i.read_up_to
            FROM inbox i JOIN lane l ON l.number = $2 AND l.moved_to IS NULL
            WHERE i.recipient_id = $1 FOR UPDATE OF i
            """;

    private static final String SEE_ALL = """
            UPDATE inbox SET unseen = 0, rev = rev + 1, updated_at = now() WHERE recipient_id = $1
            RETURNING unread, unseen, seq, rev, read_up_to
            """;

    /** $2 ids, $3 the new revision, $4 the watermark. */
    private static final String READ = """
            WITH changed AS (
                UPDATE notification SET read_at = now(), rev = $3
                WHERE recipient_id = $1 AND id = ANY ($2) AND read_at IS NULL AND seq > $4
                RETURNING id, archived_at IS NULL AS was_unread
            )
            """;

    private static final String ARCHIVE = """
            WITH changed AS (
                UPDATE notification SET archived_at = now(), rev = $3
                WHERE recipient_id = $1 AND id = ANY ($2) AND archived_at IS NULL
                RETURNING id, read_at IS NULL AND seq > $4 AS was_unread
            )
            """;

    private static final String COUNT_CHANGED = """
            UPDATE inbox i
            SET unread = i.unread - c.less, unseen = least(i.unseen, i.unread - c.less), rev = $3, updated_at = now()
            FROM (SELECT array_agg(id) AS ids, count(*) FILTER (WHERE was_unread) AS less FROM changed) c
            WHERE i.recipient_id = $1 AND c.ids IS NOT NULL
            RETURNING i.unread, i.unseen, i.seq, i.rev, i.read_up_to, c.ids
            """;

    /** $2 the new watermark. The statement changes no notification, and reads none when all of them become read. */
    private static final String READ_UP_TO = """
            UPDATE inbox i
            SET read_up_to = $2, unread = l.unread, unseen = least(i.unseen, l.unread), rev = i.rev + 1, updated_at = now()
            FROM (
                SELECT CASE WHEN $2 = b.seq THEN 0 ELSE b.unread - (
                    SELECT count(*) FROM notification n
                    WHERE n.recipient_id = $1 AND n.seq > b.read_up_to AND n.seq <= $2
                        AND n.read_at IS NULL AND n.archived_at IS NULL) END AS unread
                FROM inbox b WHERE b.recipient_id = $1
            ) l
            WHERE i.recipient_id = $1
            RETURNING i.unread, i.unseen, i.seq, i.rev, i.read_up_to
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
     * @param frame to publish; {@code null}: there was nothing to change, and {@code rev} is the same
     */
    record InboxChange(InboxState state, @Nullable InboxFrame frame) {

        static InboxChange none(InboxState state) {
            return new InboxChange(state, null);
        }
    }

    Uni<InboxChange> seen(String user) {
        return change(user, (connection, inbox) -> inbox.unseen() == 0
                ? nothing(inbox)
                : connection.preparedQuery(SEE_ALL).execute(Tuple.of(user)).map(rows -> changed(user, rows, inbox, InboxChanged::counts)));
    }

    /** Ignores ids that are not in this inbox or are read already, so that callers can repeat the call. */
    Uni<InboxChange> read(String user, List<UUID> ids) {
        return change(user, (connection, inbox) -> changeEach(connection, READ, user, ids, inbox)
                .map(rows -> rows.size() == 0
                        ? InboxChange.none(inbox)
                        : changed(user, rows, inbox, now -> InboxChanged.read(now, changedIds(rows)))));
    }

    /** Like {@link #read}; an archived notification no longer counts as unread. */
    Uni<InboxChange> archive(String user, List<UUID> ids) {
        return change(user, (connection, inbox) -> changeEach(connection, ARCHIVE, user, ids, inbox)
                .map(rows -> rows.size() == 0
                        ? InboxChange.none(inbox)
                        : changed(user, rows, inbox, now -> InboxChanged.archived(now, changedIds(rows)))));
    }

    /** @param upTo {@code null}: all notifications; a value beyond the newest means the newest */
    Uni<InboxChange> readAll(String user, @Nullable Long upTo) {
        return change(user, (connection, inbox) -> {
            long readUpTo = upTo == null ? inbox.seq() : Math.min(upTo, inbox.seq());
            return readUpTo <= inbox.readUpTo()
                    ? nothing(inbox)
                    : connection.preparedQuery(READ_UP_TO).execute(Tuple.of(user, readUpTo))
                            .map(rows -> changed(user, rows, inbox, InboxChanged::counts));
        });
    }

    /** One change of a locked inbox. */
    private interface Step {
        Uni<InboxChange> apply(SqlConnection connection, InboxState inbox);
    }

    private Uni<InboxChange> change(String user, Step step) {
        Lane lane = Lane.of(user);
        return shards.on(user, shard -> shard.withPool(pool -> pool.withTransaction(
                connection -> connection.preparedQuery(LOCK_INBOX).execute(Tuple.of(user, (short) lane.number()))
                        .chain(rows -> rows.size() == 0 ? noInbox(connection, lane) : step.apply(connection, locked(rows))))));
    }

    /** The result for a user without mentions: nothing to change, and no row to lock. */
    private static Uni<InboxChange> noInbox(SqlConnection connection, Lane lane) {
        return connection.preparedQuery("SELECT epoch FROM lane WHERE number = $1 AND moved_to IS NULL")
                .execute(Tuple.of((short) lane.number()))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw new MovedException(lane);
                    }
                    return InboxChange.none(InboxState.empty(rows.iterator().next().getUUID("epoch")));
                });
    }

    private static Uni<RowSet<Row>> changeEach(
            SqlConnection connection, String statement, String user, List<UUID> ids, InboxState inbox) {
        return connection.preparedQuery(statement + COUNT_CHANGED)
                .execute(Tuple.of(user, ids.toArray(UUID[]::new), inbox.rev() + 1, inbox.readUpTo()));
    }

    private static Uni<InboxChange> nothing(InboxState inbox) {
        return Uni.createFrom().item(InboxChange.none(inbox));
    }

    private InboxChange changed(String user, RowSet<Row> rows, InboxState before, Function<InboxState, InboxChanged> change) {
        InboxState now = state(rows.iterator().next(), before.epoch());
        return new InboxChange(now, frames.inboxChanged(user, change.apply(now)));
    }

    private static List<UUID> changedIds(RowSet<Row> rows) {
        return List.of(rows.iterator().next().getArrayOfUUIDs("ids"));
    }

    private static InboxState locked(RowSet<Row> rows) {
        Row row = rows.iterator().next();
        return state(row, row.getUUID("epoch"));
    }

    static InboxState state(Row row, UUID epoch) {
        return new InboxState(row.getInteger("unread"), row.getInteger("unseen"), row.getLong("seq"), row.getLong("rev"),
                epoch, row.getLong("read_up_to"));
    }
}
