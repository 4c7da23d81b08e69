package dev.beckon.notification.inbox;

import dev.beckon.contracts.InboxState;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What users do to their inboxes. Each change locks the inbox row, then is one statement that changes notifications and
 * counts together and raises {@code rev} by one; a call that finds everything so already changes nothing.
 */
@ApplicationScoped
class InboxWriter {

    private static final String LOCK_INBOX = """
            SELECT i.unread, i.unseen, i.seq, i.rev, e.epoch, i.read_up_to
            FROM inbox i CROSS JOIN database_epoch e
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

    /** $2 the new watermark. No notification is touched, and none is looked at when all of them become read. */
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

    private final Pool pool;

    InboxWriter(Pool pool) {
        this.pool = pool;
    }

    Uni<InboxChange> seen(String user) {
        return change(user, (connection, inbox) -> inbox.unseen() == 0
                ? nothing(inbox)
                : connection.preparedQuery(SEE_ALL).execute(Tuple.of(user)).map(rows -> counted(rows, inbox)));
    }

    /** Ids that are not in this inbox, or are read already, are passed over: the call can be repeated. */
    Uni<InboxChange> read(String user, List<UUID> ids) {
        return change(user, (connection, inbox) -> changeEach(connection, READ, user, ids, inbox)
                .map(rows -> rows.size() == 0
                        ? InboxChange.none(inbox)
                        : new InboxChange(state(rows, inbox), true, changedIds(rows), List.of())));
    }

    /** As {@link #read}; an archived notification no longer counts as unread. */
    Uni<InboxChange> archive(String user, List<UUID> ids) {
        return change(user, (connection, inbox) -> changeEach(connection, ARCHIVE, user, ids, inbox)
                .map(rows -> rows.size() == 0
                        ? InboxChange.none(inbox)
                        : new InboxChange(state(rows, inbox), true, List.of(), changedIds(rows))));
    }

    /** @param upTo {@code null}: all there are; beyond the newest means the newest */
    Uni<InboxChange> readAll(String user, @Nullable Long upTo) {
        return change(user, (connection, inbox) -> {
            long readUpTo = upTo == null ? inbox.seq() : Math.min(upTo, inbox.seq());
            return readUpTo <= inbox.readUpTo()
                    ? nothing(inbox)
                    : connection.preparedQuery(READ_UP_TO).execute(Tuple.of(user, readUpTo))
                            .map(rows -> counted(rows, inbox));
        });
    }

    /** One change of a locked inbox. */
    private interface Step {
        Uni<InboxChange> apply(SqlConnection connection, InboxState inbox);
    }

    private Uni<InboxChange> change(String user, Step step) {
        return pool.withTransaction(connection -> connection.preparedQuery(LOCK_INBOX).execute(Tuple.of(user))
                .chain(rows -> rows.size() == 0 ? noInbox(connection) : step.apply(connection, locked(rows))));
    }

    /** Nothing to change, and no row to lock: the user was never mentioned. */
    private static Uni<InboxChange> noInbox(SqlConnection connection) {
        return connection.preparedQuery("SELECT epoch FROM database_epoch").execute()
                .map(rows -> rows.iterator().next().getUUID("epoch"))
                .map(epoch -> InboxChange.none(new InboxState(0, 0, 0, 0, epoch, 0)));
    }

    private static Uni<RowSet<Row>> changeEach(
            SqlConnection connection, String statement, String user, List<UUID> ids, InboxState inbox) {
        return connection.preparedQuery(statement + COUNT_CHANGED)
                .execute(Tuple.of(user, ids.toArray(UUID[]::new), inbox.rev() + 1, inbox.readUpTo()));
    }

    private static Uni<InboxChange> nothing(InboxState inbox) {
        return Uni.createFrom().item(InboxChange.none(inbox));
    }

    private static InboxChange counted(RowSet<Row> rows, InboxState before) {
        return new InboxChange(state(rows, before), true, List.of(), List.of());
    }

    private static List<UUID> changedIds(RowSet<Row> rows) {
        return List.of(rows.iterator().next().getArrayOfUUIDs("ids"));
    }

    private static InboxState locked(RowSet<Row> rows) {
        Row row = rows.iterator().next();
        return state(row, row.getUUID("epoch"));
    }

    private static InboxState state(RowSet<Row> rows, InboxState before) {
        return state(rows.iterator().next(), before.epoch());
    }

    private static InboxState state(Row row, UUID epoch) {
        return new InboxState(row.getInteger("unread"), row.getInteger("unseen"), row.getLong("seq"), row.getLong("rev"),
                epoch, row.getLong("read_up_to"));
    }
}
