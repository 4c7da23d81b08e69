package dev.beckon.notification.inbox;

import dev.beckon.contracts.InboxFrame;
import dev.beckon.notification.inbox.Erasure.Removed;
import dev.beckon.notification.inbox.NotificationStore.Lock;
import dev.beckon.notification.inbox.shards.Shard;
import dev.beckon.notification.push.ChangePublisher;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Takes back what an erased person wrote from everybody's inbox, in bounded transactions. */
@ApplicationScoped
class ErasedActor {

    /** Mentions in one transaction, unless they have too many recipients. */
    private static final long MENTIONS = 100;

    /** A transaction takes no further mention once so many notifications are taken back; the person's own go in steps as large. */
    private static final long NOTIFICATIONS = 500;

    /** Texts whose actor is $1, at most $2, each with at most $3 of the recipients who are shown it. */
    static final String MENTIONS_OF = """
            SELECT m.id, m.lane, ARRAY(SELECT n.recipient_id FROM notification n WHERE n.mention_id = m.id AND %s LIMIT $3) AS recipients
            FROM mention m WHERE m.actor ->> 'id' = $1 AND m.actor IS NOT NULL ORDER BY m.actor ->> 'id', m.id LIMIT $2
            """.formatted(MentionText.isShownIn("m", "n"));

    /** The same for rows of a release that kept the text in them. */
    static final String ROWS_OF = """
            SELECT n.recipient_id, n.seq FROM notification n
            WHERE n.actor ->> 'id' = $1 AND n.actor IS NOT NULL AND n.retracted_at IS NULL LIMIT $2
            """;

    /** {@code gone} is what {@link RevokeStatement#TAKE_BACK} takes back; returns a row for each of its inboxes. */
    private static final String TAKE_BACK = "%s, " + RevokeStatement.TAKE_BACK + """

            SELECT r.*, l.epoch, %s AS texts FROM (SELECT 1) one
            LEFT JOIN raised r ON true LEFT JOIN lane l ON l.number = lane_of(r.recipient_id) AND l.moved_to IS NULL
            """;

    /** $1 and $2 the texts' ids and lanes. */
    static final String LOCK_TEXTS = """
            SELECT FROM mention WHERE id = ANY ($1) AND (id, lane) IN (SELECT * FROM unnest($1::uuid[], $2::smallint[]))
            ORDER BY id, lane FOR UPDATE
            """;

    /**
     * $1 the actor, $2 to $4 ids and lanes of locked texts, each with a recipient or {@code NULL}. A text that has another actor meanwhile
     * stays, and one that further recipients are shown goes with the last of them. Its revision stays.
     */
    static final String TAKE_MENTIONS_BACK = TAKE_BACK.formatted("""
            WITH given AS MATERIALIZED (
                SELECT m.id, m.lane, g.recipient_id FROM unnest($2::uuid[], $3::smallint[], $4::text[]) AS g (id, lane, recipient_id)
                CROSS JOIN LATERAL (
                    SELECT id, lane FROM mention WHERE id = g.id AND lane = g.lane AND actor ->> 'id' = $1 OFFSET 0) m
            ), gone AS MATERIALIZED (
                SELECT n.recipient_id, n.seq FROM given m CROSS JOIN LATERAL (
                    SELECT * FROM notification n WHERE %s OFFSET 0) n
                WHERE %s
            ), emptied AS (
                UPDATE mention m SET %s FROM (SELECT DISTINCT id, lane FROM given) c
                WHERE m.id = c.id AND m.lane = c.lane AND m.id = ANY ($2) AND NOT %s
                RETURNING m.id
            )""".formatted(MentionText.notificationOf("m.id", "m.recipient_id"), MentionText.isShownIn("m", "n"), MentionText.EMPTY,
            MentionText.isShown(
                    "(n.mention_id, n.recipient_id) NOT IN (SELECT id, recipient_id FROM given WHERE recipient_id IS NOT NULL)")),
            "(SELECT count(*) FROM emptied)");

    /** $1 and $2 recipients with their {@code seq}. */
    static final String TAKE_ROWS_BACK = TAKE_BACK.formatted("""
            WITH gone AS MATERIALIZED (
                SELECT recipient_id COLLATE "C" AS recipient_id, seq FROM unnest($1::text[], $2::bigint[]) AS g (recipient_id, seq)
            )""", "(SELECT count(*) FROM taken)");

    private final InboxFrames frames;
    private final ChangePublisher publisher;

    ErasedActor(InboxFrames frames, ChangePublisher publisher) {
        this.frames = frames;
        this.publisher = publisher;
    }

    Uni<Removed> takeMentionsBack(Shard shard, String actor) {
        return shard.withPool(pool -> pool.preparedQuery(MENTIONS_OF).execute(Tuple.of(actor, MENTIONS, NOTIFICATIONS))).chain(rows -> {
            List<UUID> ids = new ArrayList<>();
            List<Short> lanes = new ArrayList<>();
            List<@Nullable String> recipients = new ArrayList<>();
            List<String> people = new ArrayList<>();
            for (Row row : rows) {
                List<String> shown = List.of(row.getArrayOfStrings("recipients"));
                people.addAll(shown);
                recipients.addAll(shown.isEmpty() ? Collections.singletonList(null) : shown);
                ids.addAll(Collections.nCopies(Math.max(1, shown.size()), row.getUUID("id")));
                lanes.addAll(Collections.nCopies(Math.max(1, shown.size()), row.getShort("lane")));
                if (recipients.size() >= NOTIFICATIONS) {
                    break;
                }
            }
            Tuple texts = Tuple.of(ids.toArray(UUID[]::new), lanes.toArray(Short[]::new));
            return ids.isEmpty()
                    ? Uni.createFrom().item(Removed.NOTHING)
                    : takeBack(shard, people, new Lock(LOCK_TEXTS, texts),
                            TAKE_MENTIONS_BACK, Tuple.of(actor, ids.toArray(UUID[]::new), lanes.toArray(Short[]::new),
                                    recipients.toArray(String[]::new)));
        });
    }

    Uni<Removed> takeRowsBack(Shard shard, String actor) {
        return shard.withPool(pool -> pool.preparedQuery(ROWS_OF).execute(Tuple.of(actor, NOTIFICATIONS))).chain(rows -> {
            List<String> recipients = new ArrayList<>();
            List<Long> places = new ArrayList<>();
            rows.forEach(row -> {
                recipients.add(row.getString("recipient_id"));
                places.add(row.getLong("seq"));
            });
            return recipients.isEmpty()
                    ? Uni.createFrom().item(Removed.NOTHING)
                    : takeBack(shard, recipients, null, TAKE_ROWS_BACK,
                            Tuple.of(recipients.toArray(String[]::new), places.toArray(Long[]::new)));
        });
    }

    private Uni<Removed> takeBack(Shard shard, List<String> recipients, @Nullable Lock lock, String sql, Tuple parameters) {
        InboxLocks locks = new InboxLocks();
        locks.add(recipients, Instant.EPOCH);
        return publisher.writing(recipients, shard.withPool(pool -> pool.withTransaction(
                connection -> connection.query(Erasure.BOUNDED + Erased.WITH_OTHERS).execute()
                        .chain(() -> connection.preparedQuery(locks.sql()).execute(locks.parameters()))
                        .chain(() -> lock == null
                                ? Uni.createFrom().voidItem()
                                : connection.preparedQuery(lock.sql()).execute(lock.parameters()).replaceWithVoid())
                        .chain(() -> connection.preparedQuery(sql).execute(parameters))))
                .map(rows -> new Removed(0, rows.iterator().next().getLong("texts"), recipients.size(), frames(rows)))
                .call(removed -> publisher.publishMentions(removed.frames())));
    }

    /** None for what a lane has left behind on this server. */
    private List<InboxFrame> frames(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).filter(row -> row.getUUID("epoch") != null)
                .map(row -> RevokeStatement.frame(row.getString("recipient_id"), row, row.getUUID("epoch"), frames)).toList();
    }
}
