package dev.beckon.notification.inbox;

import dev.beckon.contracts.Actor;
import dev.beckon.contracts.CatchUp;
import dev.beckon.contracts.Notification;
import dev.beckon.contracts.Source;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What changed in many inboxes since the revisions that the caller has. One statement for all of them, because counts,
 * revision and notifications must be of one moment: read one after the other, a notification changed in between would be
 * in neither the difference nor, with its text, in the frame that follows.
 */
@ApplicationScoped
class CatchUpReader {

    /** $4 is how many changes make a snapshot the shorter answer, $5 the snapshot's size. */
    static final String CATCH_UP = """
            WITH state AS (
                SELECT p.place, p.recipient_id, p.rev AS since, e.epoch,
                       coalesce(i.unread, 0) AS unread, coalesce(i.unseen, 0) AS unseen, coalesce(i.seq, 0) AS seq,
                       coalesce(i.rev, 0) AS rev, coalesce(i.read_up_to, 0) AS read_up_to,
                       CASE WHEN p.rev IS NULL OR p.epoch IS DISTINCT FROM e.epoch OR p.rev > coalesce(i.rev, 0) THEN true
                            WHEN p.rev = coalesce(i.rev, 0) THEN false
                            ELSE (SELECT count(*) > $4 FROM (
                                SELECT FROM notification n
                                WHERE n.recipient_id = p.recipient_id AND n.rev > p.rev LIMIT $4 + 1) changed)
                       END AS snapshot
                FROM unnest($1::text[], $2::bigint[], $3::uuid[]) WITH ORDINALITY AS p (recipient_id, rev, epoch, place)
                CROSS JOIN database_epoch e
                LEFT JOIN LATERAL ( -- OFFSET 0: by key, never a pass through all inboxes
                    SELECT * FROM inbox WHERE recipient_id = p.recipient_id OFFSET 0) i ON true
            )
            SELECT s.*, n.id, n.mention_id, n.seq AS n_seq, n.rev AS n_rev, n.actor, n.source, n.excerpt, n.occurred_at,
                   n.created_at, n.archived_at IS NOT NULL AS archived,
                   n.read_at IS NOT NULL OR n.seq <= s.read_up_to AS read
            FROM state s LEFT JOIN LATERAL (
                (SELECT * FROM notification c
                 WHERE NOT s.snapshot AND s.rev > s.since AND c.recipient_id = s.recipient_id AND c.rev > s.since)
                UNION ALL
                (SELECT * FROM notification c
                 WHERE s.snapshot AND c.recipient_id = s.recipient_id AND c.archived_at IS NULL
                 ORDER BY c.seq DESC LIMIT $5)
            ) n ON true
            ORDER BY s.place, CASE WHEN s.snapshot THEN -n.seq ELSE n.rev END, n.seq
            """;

    private final Pool pool;
    private final CatchUpConfig config;

    CatchUpReader(Pool pool, CatchUpConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /** @return in the order of the positions, one for each */
    Uni<List<CatchUp.Difference>> differences(List<CatchUp.Position> positions) {
        return pool.preparedQuery(CATCH_UP)
                .execute(Tuple.of(
                        positions.stream().map(CatchUp.Position::user).toArray(String[]::new),
                        positions.stream().map(CatchUp.Position::rev).toArray(Long[]::new),
                        positions.stream().map(CatchUp.Position::epoch).toArray(UUID[]::new),
                        changesPerUser(positions.size()),
                        CatchUp.SNAPSHOT_SIZE))
                .map(CatchUpReader::toDifferences);
    }

    private int changesPerUser(int users) {
        return Math.clamp(config.maxNotifications() / users, CatchUp.SNAPSHOT_SIZE, CatchUp.MAX_CHANGES);
    }

    private static List<CatchUp.Difference> toDifferences(RowSet<Row> rows) {
        List<CatchUp.Difference> differences = new ArrayList<>();
        List<Notification> notifications = List.of();
        long place = 0;
        for (Row row : rows) {
            if (row.getLong("place") != place) { // the first row of the next position
                place = row.getLong("place");
                notifications = new ArrayList<>();
                differences.add(toDifference(row, notifications));
            }
            if (row.getUUID("id") != null) {
                notifications.add(toNotification(row));
            }
        }
        return differences;
    }

    private static CatchUp.Difference toDifference(Row row, List<Notification> notifications) {
        return new CatchUp.Difference(row.getString("recipient_id"), row.getInteger("unread"), row.getInteger("unseen"),
                row.getLong("seq"), row.getLong("rev"), row.getUUID("epoch"), row.getLong("read_up_to"), notifications,
                row.getBoolean("snapshot"));
    }

    private static Notification toNotification(Row row) {
        JsonObject actor = row.getJsonObject("actor");
        JsonObject source = row.getJsonObject("source");
        return new Notification(row.getUUID("id"), row.getUUID("mention_id"), row.getLong("n_seq"), row.getLong("n_rev"),
                new Actor(actor.getString("id"), actor.getString("name")),
                new Source(source.getString("type"), source.getString("id"), source.getString("url"),
                        source.getString("title")),
                row.getString("excerpt"), row.getOffsetDateTime("occurred_at").toInstant(),
                row.getOffsetDateTime("created_at").toInstant(), row.getBoolean("read"), row.getBoolean("archived"));
    }
}
