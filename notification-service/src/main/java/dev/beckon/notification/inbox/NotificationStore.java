package dev.beckon.notification.inbox;

import static dev.beckon.notification.inbox.NotificationEntity.MENTION_COLUMNS;
import static dev.beckon.notification.inbox.NotificationEntity.MENTION_TYPES;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.InboxPayload.NewNotification;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.Notification;
import dev.beckon.contracts.Trail;
import dev.beckon.notification.inbox.shards.MovedException;
import dev.beckon.notification.inbox.shards.Shard;
import dev.beckon.notification.inbox.shards.Shards;
import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Adds mentions to inboxes in batches, each mention exactly once however often it arrives.
 *
 * <p>One transaction of two statements. The first makes missing inboxes and locks all of them, in recipient order, so
 * concurrent batches queue instead of deadlocking. The second begins after it, so under READ COMMITTED it sees everything that
 * other writers committed while this one waited: a row it finds absent is absent, and the counts it raises are current.
 */
@ApplicationScoped
public class NotificationStore {

    /**
     * Wait for a lock. Every statement of this service holds locks for milliseconds, and a slow disk for some hundreds. While
     * this one waits, it holds the inboxes it has locked already, so the other mentions of its group and their users' own calls
     * wait as well: less than a second, and no longer than {@code notification.inbox.deadline}.
     */
    private static final Duration LOCK_TIMEOUT = Duration.ofMillis(500);

    private static final String BEGIN = "BEGIN; SET LOCAL lock_timeout = " + LOCK_TIMEOUT.toMillis();

    /**
     * {@code WHERE false}: PostgreSQL locks an existing row without making a new version (PostgreSQL, INSERT, "ON CONFLICT
     * Clause").
     */
    private static final String LOCK_INBOXES = """
            INSERT INTO inbox (recipient_id)
            SELECT DISTINCT recipient_id COLLATE "C" FROM unnest($1::text[]) AS recipient_id ORDER BY 1
            ON CONFLICT (recipient_id) DO UPDATE SET updated_at = excluded.updated_at WHERE false
            """;

    /**
     * $1 the mentions as JSON, $2 the lanes of their recipients; adds nothing, and returns nothing, if one of them has moved to
     * another server. Reads tables by key only, one row for one recipient, under any plan: {@code OFFSET 0} keeps the search for existing
     * rows from becoming a join, as do the upsert and the subqueries. A join may read a whole index instead, and the planner
     * considers that cheaper for tables that are small or not yet analyzed.
     */
    static final String ADD_NEW = """
            WITH here AS MATERIALIZED (
                SELECT number, epoch FROM lane WHERE number = ANY ($2) AND moved_to IS NULL
            ), mention AS (
                SELECT * FROM ROWS FROM (jsonb_to_recordset($1::text::jsonb) AS (
                    id uuid, recipients text[], "occurredAt" timestamptz, %1$s))
                WITH ORDINALITY AS m (id, recipients, occurred_at, %2$s, position)
            ), wanted AS (
                SELECT DISTINCT ON (m.id, r.recipient_id) m.id AS mention_id, r.recipient_id, m.position
                FROM mention m CROSS JOIN LATERAL (SELECT unnest(m.recipients) COLLATE "C") AS r (recipient_id)
                WHERE (SELECT count(*) FROM here) = cardinality($2::smallint[])
                ORDER BY m.id, r.recipient_id, m.position
            ), fresh AS (
                SELECT w.*, row_number() OVER (PARTITION BY w.recipient_id ORDER BY w.position) AS nth
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
                INSERT INTO notification (recipient_id, seq, rev, mention_id, occurred_at, %2$s)
                SELECT f.recipient_id, r.seq + f.nth, r.rev + f.nth, m.id, m.occurred_at, %2$s
                FROM fresh f JOIN raised r USING (recipient_id) JOIN mention m USING (position)
                RETURNING recipient_id, mention_id, seq, rev, id, created_at
            )
            SELECT w.recipient_id, coalesce(a.rev, (SELECT i.rev FROM inbox i WHERE i.recipient_id = w.recipient_id)) AS rev,
                   (SELECT epoch FROM here WHERE number = lane_of(w.recipient_id)) AS epoch, r.read_up_to, f.position, a.id, a.seq, a.created_at,
                   r.unread + f.nth AS unread, r.unseen + f.nth AS unseen
            FROM (SELECT DISTINCT recipient_id FROM wanted) w
            LEFT JOIN fresh f USING (recipient_id)
            LEFT JOIN raised r USING (recipient_id)
            LEFT JOIN added a ON a.recipient_id = f.recipient_id AND a.mention_id = f.mention_id
            ORDER BY w.recipient_id, a.seq
            """.formatted(MENTION_TYPES, MENTION_COLUMNS);

    private final Shards shards;
    private final ObjectMapper json;
    private final InboxFrames frames;

    NotificationStore(Shards shards, ObjectMapper json, InboxFrames frames) {
        this.shards = shards;
        this.json = json;
        this.frames = frames;
    }

    /** The result of a batch. */
    public static final class Stored {

        private final List<Outcome> outcomes;
        private final InboxFrames frames;

        private Stored(List<Outcome> outcomes, InboxFrames frames) {
            this.outcomes = outcomes;
            this.frames = frames;
        }

        /** Number of notifications that were not stored before. */
        public int added() {
            return (int) outcomes.stream().filter(outcome -> outcome.news() != null).count();
        }

        /** Number of recipients for whom the batch held only notifications that were stored before. */
        public int repeated() {
            return outcomes.size() - added();
        }

        /**
         * A frame for every new notification, by recipient and ascending {@code seq}, and a stale one for every recipient
         * without any.
         *
         * @param trails by the index of a mention in the batch
         */
        public List<InboxFrame> frames(IntFunction<Trail> trails) {
            return outcomes.stream().map(outcome -> outcome.news() == null
                    ? InboxFrame.stale(outcome.recipient(), outcome.rev(), outcome.epoch())
                    : frames.newNotification(outcome.recipient(), outcome.news(), trails.apply(outcome.mention()))).toList();
        }
    }

    /**
     * The result for one recipient.
     *
     * @param rev the inbox's revision after this notification, or its present one if nothing was added
     * @param mention the index of the mention in the batch, if something was added
     */
    private record Outcome(String recipient, long rev, UUID epoch, int mention, @Nullable NewNotification news) {}

    /** Equal for lanes whose inboxes are on one server: {@link #addNew} may store their mentions together. */
    public int server(Lane lane) {
        return shards.all().indexOf(shards.of(lane));
    }

    /** The server of a lane's inboxes, for logs. */
    public String serverName(Lane lane) {
        return shards.of(lane).name();
    }

    /**
     * Recipients may live on several servers, each of which then stores its own in a transaction of its own.
     *
     * @return fails, see {@link DatabaseFailure}, with nothing added on a server that failed; a repeated call adds the rest
     */
    public Uni<Stored> addNew(List<MentionCreated> mentions) {
        List<Shard> concerned = shards.all().size() == 1 ? shards.all() : shardsOf(mentions);
        if (concerned.size() == 1) {
            return addNew(concerned.getFirst(), mentions).map(outcomes -> new Stored(outcomes, frames));
        }
        return Uni.join().all(concerned.stream().map(shard -> addNew(shard, ownOf(shard, mentions))).toList()).andCollectFailures()
                .onFailure(CompositeException.class).transform(Throwable::getCause)
                .map(outcomes -> new Stored(outcomes.stream().flatMap(List::stream).toList(), frames));
    }

    private List<Shard> shardsOf(List<MentionCreated> mentions) {
        return mentions.stream().flatMap(mention -> mention.recipients().stream()).map(shards::of).distinct().toList();
    }

    /** The same mentions at the same indices, with only the recipients of this server. */
    private List<MentionCreated> ownOf(Shard shard, List<MentionCreated> mentions) {
        return mentions.stream().map(mention -> mention.to(
                mention.recipients().stream().filter(recipient -> shards.of(recipient) == shard).toList())).toList();
    }

    private Uni<List<Outcome>> addNew(Shard shard, List<MentionCreated> mentions) {
        List<String> all = mentions.stream().flatMap(mention -> mention.recipients().stream()).toList();
        Set<Lane> lanes = all.stream().map(Lane::of).collect(Collectors.toSet());
        Tuple recipients = Tuple.of(all.toArray(String[]::new));
        Tuple batch = Tuple.of(toJson(mentions), Shards.numbers(lanes));
        return DatabaseFailure.repeatStale(
                shard.withPool(pool -> pool.withConnection(connection -> inOneGo(connection, recipients, batch))))
                .chain(rows -> rows.size() > 0 || all.isEmpty()
                        ? Uni.createFrom().item(outcomes(rows, mentions))
                        : shards.follow(shard, lanes).chain(() -> Uni.createFrom().failure(new MovedException(lanes))));
    }

    /**
     * Sends the transaction without waiting between its statements, which PostgreSQL runs one after the other. If one fails,
     * the later ones fail as well and COMMIT rolls back: only the first failure shows the cause.
     */
    private static Uni<RowSet<Row>> inOneGo(SqlConnection connection, Tuple recipients, Tuple batch) {
        return Uni.combine().all().unis(
                connection.query(BEGIN).execute(),
                connection.preparedQuery(LOCK_INBOXES).execute(recipients),
                connection.preparedQuery(ADD_NEW).execute(batch),
                connection.query("COMMIT").execute())
                .collectFailures()
                .with((_, _, added, _) -> added)
                .onFailure(CompositeException.class).transform(Throwable::getCause);
    }

    private String toJson(List<MentionCreated> mentions) {
        try {
            return json.writeValueAsString(mentions);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a decoded mention cannot be written as JSON", e);
        }
    }

    private static List<Outcome> outcomes(RowSet<Row> rows, List<MentionCreated> mentions) {
        List<Outcome> outcomes = new ArrayList<>(rows.size());
        for (Row row : rows) {
            String recipient = row.getString("recipient_id");
            long rev = row.getLong("rev");
            UUID epoch = row.getUUID("epoch");
            UUID id = row.getUUID("id");
            if (id == null) {
                outcomes.add(new Outcome(recipient, rev, epoch, -1, null));
            } else {
                int mention = row.getInteger("position") - 1;
                InboxState inbox = InboxWriter.state(row, epoch);
                outcomes.add(new Outcome(recipient, rev, epoch, mention, new NewNotification(
                        Notification.of(mentions.get(mention), id, inbox, row.getOffsetDateTime("created_at").toInstant()), inbox)));
            }
        }
        return outcomes;
    }
}
