package dev.beckon.notification.inbox;

import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.InboxPayload.InboxChanged;
import dev.beckon.contracts.InboxRequest;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.Trail;
import dev.beckon.notification.inbox.InboxWriter.Locked;
import dev.beckon.notification.inbox.shards.Shard;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Removes notifications that are too old or too many, in two phases. First they are taken back like those of a retracted mention, so
 * that clients and counts follow. A week later, when nothing can add them again, their rows are deleted, and texts that no
 * notification of the lane has any more; so are notifications that were archived long ago, which no list shows. {@code
 * inbox.forgotten_rev} is the highest revision of a deleted row: a client that is behind it takes a snapshot.
 */
@Singleton
class Retention {

    /** Longer than Kafka keeps records, unless set otherwise. */
    private static final String TOMBSTONE_AGE = "interval '7 days'";

    /** The oldest notifications that were not taken back: a few from each index that together have them all. */
    private static final String OLDEST = """
            (SELECT seq, created_at FROM notification
             WHERE recipient_id = %1$s AND read_at IS NULL AND archived_at IS NULL AND retracted_at IS NULL ORDER BY seq LIMIT %2$s)
            UNION ALL
            (SELECT seq, created_at FROM notification
             WHERE recipient_id = %1$s AND read_at IS NOT NULL AND archived_at IS NULL AND retracted_at IS NULL ORDER BY seq LIMIT %2$s)
            UNION ALL
            (SELECT seq, created_at FROM notification
             WHERE recipient_id = %1$s AND archived_at IS NOT NULL AND retracted_at IS NULL ORDER BY seq LIMIT %2$s)
            """;

    /** The newest notification that is one too many; none if the number is {@code NULL}. */
    private static final String TOO_MANY = """
            SELECT seq FROM notification WHERE recipient_id = %s AND retracted_at IS NULL AND %2$s IS NOT NULL
            ORDER BY seq DESC OFFSET %2$s LIMIT 1""";

    private static final String TAKEN_BACK = "recipient_id = %s AND retracted_at < now() - " + TOMBSTONE_AGE;
    private static final String ARCHIVED = "recipient_id = %s AND archived_at < now() - make_interval(secs => %s) AND retracted_at IS NULL";

    /**
     * The next $2 inboxes after $1, and what there is to remove in them: $3 the age in seconds, $4 the number for an inbox, $5 the age
     * since archiving in seconds, each {@code NULL} for no bound. Notifications are created in the order of {@code seq}. An inbox with
     * fewer places than $4 since its oldest notification has no more than $4.
     */
    static final String LOOK = """
            SELECT i.recipient_id, coalesce(l.number IS NOT NULL AND o.created_at < now() - make_interval(secs => $3), false) AS old,
                   coalesce(l.number IS NOT NULL AND i.seq - o.seq >= $4 AND EXISTS (%2$s), false) AS many,
                   l.number IS NOT NULL AND (EXISTS (SELECT FROM notification WHERE %3$s OFFSET 0)
                       OR EXISTS (SELECT FROM notification WHERE %4$s OFFSET 0)) AS forgettable
            FROM (SELECT recipient_id, seq FROM inbox WHERE recipient_id > $1 ORDER BY recipient_id LIMIT $2) i
            LEFT JOIN lane l ON l.number = lane_of(i.recipient_id) AND l.moved_to IS NULL
            CROSS JOIN LATERAL (SELECT min(seq) AS seq, min(created_at) AS created_at FROM (%1$s) f) o
            ORDER BY i.recipient_id
            """.formatted(OLDEST.formatted("i.recipient_id", "1"), TOO_MANY.formatted("i.recipient_id", "$4::bigint"),
            TAKEN_BACK.formatted("i.recipient_id"), ARCHIVED.formatted("i.recipient_id", "$5"));

    /** Gives way to people and ingest, who may wait for what this transaction has locked. In milliseconds. */
    static final String IN_NO_HURRY = "SET LOCAL lock_timeout = 100";

    /** Finds no inbox that is being changed: it has its turn in the next walk. */
    private static final String LOCK = InboxWriter.LOCK_INBOX + " SKIP LOCKED";

    private static final String OLDEST_THAT = "n.seq = ANY (ARRAY(SELECT o.seq FROM (" + OLDEST.formatted("$1", "$6")
            + ") o WHERE %s ORDER BY o.seq LIMIT $6))";

    /** {@link Mark#CHANGE} with $5 the age in seconds, $6 how many. */
    static final String TAKE_OLD_BACK = takeBack("o.created_at < now() - make_interval(secs => $5)");

    /** {@link Mark#CHANGE} with $5 the number that stays, $6 how many. */
    static final String TAKE_MANY_BACK = takeBack("o.seq <= (" + TOO_MANY.formatted("$1", "$5::bigint") + ")");

    /**
     * Rows to delete: $1 the user, $2 the lane, $3 the age since archiving in seconds, $4 how many. Locks their texts, to which
     * mentions that are being stored may add notifications. An archived notification stays while Kafka may have an edit of it.
     */
    static final String FIND_FORGETTABLE = """
            WITH next AS MATERIALIZED (
                SELECT * FROM (
                    (SELECT seq, mention_id, false AS archived FROM notification WHERE %s ORDER BY retracted_at LIMIT $4)
                    UNION ALL
                    (SELECT seq, mention_id, true FROM notification WHERE %s ORDER BY archived_at LIMIT $4)) b
                ORDER BY mention_id LIMIT $4
            ), text AS MATERIALIZED (
                SELECT n.mention_id, m.edited FROM next n CROSS JOIN LATERAL (
                    SELECT revision > 0 AND updated_at > now() - %s AS edited
                    FROM mention WHERE id = n.mention_id AND lane IN (%d, $2) ORDER BY lane FOR UPDATE) m
            )
            SELECT n.seq FROM next n LEFT JOIN text t USING (mention_id) GROUP BY n.seq, n.archived
            HAVING NOT (n.archived AND coalesce(bool_or(t.edited), false))
            """.formatted(TAKEN_BACK.formatted("$1"), ARCHIVED.formatted("$1", "$3"), TOMBSTONE_AGE, MentionText.SHARED);

    /** $1 the user, $2 the lane, $3 the {@code seq}s of rows whose texts are locked. */
    static final String FORGET = """
            WITH gone AS (
                DELETE FROM notification WHERE recipient_id = $1 AND seq = ANY ($3) RETURNING rev, mention_id, retracted_at
            ), remembered AS (
                UPDATE inbox SET forgotten_rev = greatest(forgotten_rev, (SELECT max(rev) FROM gone)) WHERE recipient_id = $1
            ), texts AS (
                DELETE FROM mention m
                WHERE m.lane IN (%2$d, $2) AND m.id = ANY (ARRAY(SELECT mention_id FROM gone))
                    AND (m.retracted_at IS NULL OR m.retracted_at < now() - %1$s)
                    AND NOT EXISTS (SELECT FROM notification o
                        WHERE o.mention_id = m.id AND o.recipient_id <> $1 AND (m.lane < 0 OR lane_of(o.recipient_id) = $2) OFFSET 0)
                RETURNING id
            )
            SELECT count(*) AS deleted, count(*) FILTER (WHERE retracted_at IS NULL) AS archived, (SELECT count(*) FROM texts) AS texts
            FROM gone
            """.formatted(TOMBSTONE_AGE, MentionText.SHARED);

    static final Removed NOTHING = new Removed(0, 0, 0, 0, 0, false, null);

    private final RetentionConfig config;
    private final InboxFrames frames;

    Retention(RetentionConfig config, InboxFrames frames) {
        this.config = config;
        this.frames = frames;
    }

    private static String takeBack(String which) {
        return Mark.CHANGE.formatted("retracted_at = now(), thread = NULL, occurred_at = NULL, actor = NULL, source = NULL,"
                + " excerpt = NULL, data = NULL", OLDEST_THAT.formatted(which), "true", "0", Mark.COUNTS.formatted("old"));
    }

    /** An inbox, and what there is to remove in it. */
    record Due(String user, boolean old, boolean many, boolean forgettable) {

        boolean isAny() {
            return old || many || forgettable;
        }
    }

    /**
     * What one call removed from an inbox.
     *
     * @param old taken back for their age
     * @param many taken back for their number
     * @param deleted rows
     * @param archived those of them that were in the inbox until then
     * @param texts deleted rows of mentions
     * @param more perhaps there is more to remove
     * @param frame to publish; {@code null}: nothing was taken back
     */
    record Removed(int old, int many, int deleted, int archived, int texts, boolean more, @Nullable InboxFrame frame) {}

    /** The next inboxes after a user's. */
    Uni<List<Due>> look(SqlConnection connection, String after, int limit) {
        return connection.preparedQuery(LOOK)
                .execute(Tuple.of(after, (long) limit, seconds(config.age().orElse(null)), config.perInbox().orElse(null),
                        seconds(config.archivedAge().orElse(null))))
                .map(rows -> rows.stream().map(row -> new Due(row.getString("recipient_id"), row.getBoolean("old"),
                        row.getBoolean("many"), row.getBoolean("forgettable"))).toList());
    }

    /** Removes a bounded number; nothing from an inbox that is locked or has moved to another server. */
    Uni<Removed> remove(Shard shard, Due due) {
        short lane = (short) Lane.of(due.user()).number();
        return DatabaseFailure.repeatStale(shard.withPool(pool -> pool.withTransaction(
                connection -> connection.preparedQuery(LOCK).execute(Tuple.of(due.user(), lane))
                        .chain(rows -> rows.size() == 0
                                ? Uni.createFrom().item(NOTHING)
                                : takeBack(connection, due, Locked.of(rows)).chain(taken -> forget(connection, due, lane, taken))))));
    }

    private Uni<Removed> takeBack(SqlConnection connection, Due due, Locked inbox) {
        if (!due.old() && !due.many()) {
            return Uni.createFrom().item(NOTHING);
        }
        InboxState before = inbox.state();
        Tuple parameters = Tuple.of(due.user(), before.rev() + 1, before.readUpTo(), inbox.seenUpTo());
        parameters.addValue(due.old() ? seconds(config.age().orElse(null)) : config.perInbox().orElse(null));
        parameters.addValue((long) InboxRequest.MAX_CHANGED);
        return connection.preparedQuery(due.old() ? TAKE_OLD_BACK : TAKE_MANY_BACK).execute(parameters)
                .map(rows -> rows.size() == 0 ? NOTHING : takenBack(due, before, rows));
    }

    private Removed takenBack(Due due, InboxState before, RowSet<Row> rows) {
        List<UUID> ids = InboxWriter.changedIds(rows);
        InboxState now = InboxWriter.state(rows.iterator().next(), before.epoch());
        boolean more = ids.size() == InboxRequest.MAX_CHANGED || due.old() && due.many();
        return new Removed(due.old() ? ids.size() : 0, due.old() ? 0 : ids.size(), 0, 0, 0, more,
                frames.inboxChanged(due.user(), InboxChanged.retracted(now, ids), Trail.NONE));
    }

    private Uni<Removed> forget(SqlConnection connection, Due due, short lane, Removed taken) {
        if (!due.forgettable()) {
            return Uni.createFrom().item(taken);
        }
        return connection.query(IN_NO_HURRY).execute()
                .chain(() -> connection.preparedQuery(FIND_FORGETTABLE).execute(Tuple.of(due.user(), lane,
                        seconds(config.archivedAge().orElse(null)), (long) InboxRequest.MAX_CHANGED)))
                .map(rows -> rows.stream().map(row -> row.getLong("seq")).toArray(Long[]::new))
                .chain(seqs -> connection.preparedQuery(FORGET).execute(Tuple.of(due.user(), lane, seqs)))
                .map(rows -> rows.iterator().next())
                .map(row -> new Removed(taken.old(), taken.many(), row.getInteger("deleted"), row.getInteger("archived"),
                        row.getInteger("texts"), taken.more() || row.getInteger("deleted") == InboxRequest.MAX_CHANGED, taken.frame()));
    }

    private static @Nullable Double seconds(@Nullable Duration duration) {
        return duration == null ? null : (double) duration.toSeconds();
    }
}
