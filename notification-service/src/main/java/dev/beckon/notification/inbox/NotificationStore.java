package dev.beckon.notification.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.contracts.Actor;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.Source;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Adds mentions to inboxes, many at a time, each exactly once however often it is given.
 *
 * <p>One transaction of two statements. The first makes missing inboxes and locks all of them, in recipient order, so
 * concurrent batches queue instead of deadlocking. The second begins after it, so under READ COMMITTED it sees all that
 * other writers committed while this one waited: what it finds absent is absent, and the counts it raises are current.
 */
@ApplicationScoped
public class NotificationStore {

    /** WHERE false: a row that is there gets locked and no new version (PostgreSQL, INSERT, "ON CONFLICT Clause"). */
    private static final String LOCK_INBOXES = """
            INSERT INTO inbox (recipient_id)
            SELECT DISTINCT recipient_id COLLATE "C" FROM unnest($1::text[]) AS recipient_id ORDER BY 1
            ON CONFLICT (recipient_id) DO UPDATE SET updated_at = excluded.updated_at WHERE false
            """;

    /**
     * Reads tables by key only, one row for one recipient, whatever the plan: {@code OFFSET 0} keeps the look for what is
     * there from becoming a join, as do the upsert and the subqueries. A join may read a whole index instead, and for small
     * or not yet analyzed tables the planner takes that for cheaper.
     */
    static final String ADD_NEW = """
            WITH mention AS (
                SELECT place, id, actor, source, excerpt, occurred_at, recipients
                FROM jsonb_to_recordset($1::text::jsonb) AS m (place integer, id uuid, actor jsonb, source jsonb,
                    excerpt text, occurred_at timestamptz, recipients text[])
            ), wanted AS (
                SELECT DISTINCT ON (m.id, r.recipient_id) m.id AS mention_id, r.recipient_id, m.place
                FROM mention m CROSS JOIN LATERAL (SELECT unnest(m.recipients) COLLATE "C") AS r (recipient_id)
                ORDER BY m.id, r.recipient_id, m.place
            ), fresh AS (
                SELECT w.*, row_number() OVER (PARTITION BY w.recipient_id ORDER BY w.place) AS nth
                FROM wanted w
                WHERE NOT EXISTS (
                    SELECT FROM notification n WHERE n.mention_id = w.mention_id AND n.recipient_id = w.recipient_id OFFSET 0)
            ), raised AS (
                INSERT INTO inbox AS i (recipient_id, seq, rev, unread, unseen)
                SELECT recipient_id, added, added, added, added
                FROM (SELECT recipient_id, count(*) AS added FROM fresh GROUP BY recipient_id) f
                ON CONFLICT (recipient_id) DO UPDATE
                SET seq = i.seq + excluded.seq, rev = i.rev + excluded.rev, unread = i.unread + excluded.unread,
                    unseen = i.unseen + excluded.unseen, updated_at = now()
                RETURNING i.recipient_id, old.seq, old.rev, old.unread, old.unseen, i.read_up_to
            ), added AS (
                INSERT INTO notification (recipient_id, seq, rev, mention_id, actor, source, excerpt, occurred_at)
                SELECT f.recipient_id, r.seq + f.nth, r.rev + f.nth, m.id, m.actor, m.source, m.excerpt, m.occurred_at
                FROM fresh f JOIN raised r USING (recipient_id) JOIN mention m USING (place)
                RETURNING recipient_id, mention_id, seq, rev, id, created_at
            )
            SELECT w.recipient_id, coalesce(a.rev, (SELECT i.rev FROM inbox i WHERE i.recipient_id = w.recipient_id)) AS rev,
                   (SELECT epoch FROM database_epoch) AS epoch, r.read_up_to, f.place, a.id, a.seq, a.created_at,
                   r.unread + f.nth AS unread, r.unseen + f.nth AS unseen
            FROM (SELECT DISTINCT recipient_id FROM wanted) w
            LEFT JOIN fresh f USING (recipient_id)
            LEFT JOIN raised r USING (recipient_id)
            LEFT JOIN added a ON a.recipient_id = f.recipient_id AND a.mention_id = f.mention_id
            ORDER BY w.recipient_id, a.seq
            """;

    private final Pool pool;
    private final ObjectMapper json;
    private final StaleStatements stale;

    NotificationStore(Pool pool, ObjectMapper json, StaleStatements stale) {
        this.pool = pool;
        this.json = json;
        this.stale = stale;
    }

    /**
     * @return by recipient and ascending {@code seq}: a row for every notification that was added, and one for every
     *     recipient for whom nothing was. Fails, see {@link DatabaseFailure}, with nothing added
     */
    public Uni<List<StoredNotification>> addNew(List<MentionCreated> mentions) {
        Tuple recipients = Tuple.of(mentions.stream()
                .flatMap(mention -> mention.recipients().stream())
                .toArray(String[]::new));
        Tuple batch = Tuple.of(toJson(mentions));
        return stale.repeat(pool.withConnection(connection -> inOneGo(connection, recipients, batch)))
                .map(rows -> toStored(rows, mentions));
    }

    /**
     * Sends the transaction without waiting between its statements, which PostgreSQL runs one after the other. Where one
     * fails, those behind it fail as well and COMMIT rolls back: the first failure is the one that tells why.
     */
    private static Uni<RowSet<Row>> inOneGo(SqlConnection connection, Tuple recipients, Tuple batch) {
        return Uni.combine().all().unis(
                        connection.query("BEGIN").execute(),
                        connection.preparedQuery(LOCK_INBOXES).execute(recipients),
                        connection.preparedQuery(ADD_NEW).execute(batch),
                        connection.query("COMMIT").execute())
                .collectFailures()
                .with((_, _, added, _) -> added)
                .onFailure(CompositeException.class).transform(Throwable::getCause);
    }

    private String toJson(List<MentionCreated> mentions) {
        try {
            return json.writeValueAsString(IntStream.range(0, mentions.size())
                    .mapToObj(place -> Item.of(place, mentions.get(place)))
                    .toList());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a decoded mention cannot be written as JSON", e);
        }
    }

    private static List<StoredNotification> toStored(RowSet<Row> rows, List<MentionCreated> mentions) {
        List<StoredNotification> stored = new ArrayList<>(rows.size());
        for (Row row : rows) {
            UUID id = row.getUUID("id");
            stored.add(new StoredNotification(
                    row.getString("recipient_id"),
                    row.getLong("rev"),
                    row.getUUID("epoch"),
                    id == null ? null : fresh(id, row, mentions)));
        }
        return stored;
    }

    private static StoredNotification.Fresh fresh(UUID id, Row row, List<MentionCreated> mentions) {
        int place = row.getInteger("place");
        return new StoredNotification.Fresh(id, place, mentions.get(place), row.getLong("seq"), row.getInteger("unread"),
                row.getInteger("unseen"), row.getLong("read_up_to"), row.getOffsetDateTime("created_at").toInstant());
    }

    /** One mention as {@link #ADD_NEW} reads it. */
    @RegisterForReflection
    record Item(int place, UUID id, Actor actor, Source source, String excerpt, Instant occurred_at,
            List<String> recipients) {

        static Item of(int place, MentionCreated mention) {
            return new Item(place, mention.id(), mention.actor(), mention.source(), mention.excerpt(),
                    mention.occurredAt(), mention.recipients());
        }
    }
}
