package dev.beckon.notification.inbox;

import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.Trail;
import dev.beckon.notification.inbox.NotificationStore.Outcome;
import dev.beckon.notification.inbox.ReviseStatement.Revision;
import dev.beckon.notification.inbox.shards.Shard;
import dev.beckon.notification.push.ChangePublisher;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * Takes back mentions whose time has come: each lane retracts the revision that it has, so that a higher one shows the mention again.
 *
 * <p>A transaction locks a mention first, then the inboxes of its recipients. So no part of the mention that is being stored adds a
 * recipient meanwhile; ingest locks in the other order, but of a mention that exists only in these rare cases, and one of the two
 * then waits for its lock in vain and is repeated.
 */
@Singleton
class Expiry {

    private static final Logger LOG = Logger.getLogger(Expiry.class);

    /** $1 how many; $2 how many to leave out, which could not be taken back just now. */
    static final String DUE = """
            WITH here AS MATERIALIZED (
                SELECT number FROM lane WHERE moved_to IS NULL
            )
            SELECT m.id, m.lane AS text_lane, coalesce(n.lane, nullif(m.lane, %d::smallint), (SELECT min(number) FROM here)) AS lane,
                   coalesce(n.recipients, ARRAY[]::text[]) AS recipients
            FROM (SELECT id, lane, expires_at FROM mention
                  WHERE expires_at <= now() AND retracted_at IS NULL AND (lane < 0 OR lane IN (SELECT number FROM here))
                  ORDER BY expires_at OFFSET $2 LIMIT $1) m
            LEFT JOIN LATERAL (
                SELECT lane, array_agg(recipient_id) AS recipients FROM (
                    SELECT lane_of(n.recipient_id) AS lane, n.recipient_id FROM notification n
                    WHERE n.mention_id = m.id AND %s OFFSET 0) shown
                WHERE lane IN (SELECT number FROM here) GROUP BY lane) n ON true
            ORDER BY m.expires_at, m.id
            """.formatted(MentionText.SHARED, MentionText.isShownIn("m", "n"));

    /** Those of the mentions $1 in the lanes $2, with their texts in the rows of $3, that are still due, and that no other process takes back. */
    static final String LOCK = """
            SELECT d.id, d.lane, m.revision FROM unnest($1::uuid[], $2::smallint[], $3::smallint[]) AS d (id, lane, text_lane)
            CROSS JOIN LATERAL (
                SELECT revision FROM mention
                WHERE id = d.id AND lane = d.text_lane AND expires_at <= now() AND retracted_at IS NULL FOR UPDATE SKIP LOCKED) m
            """;

    /** Notifications in one transaction, unless a single mention has more. */
    private static final int MAX_ROWS = 300;

    private static final Pass NEW_PASS = new Pass(false, 0);

    private final InboxFrames frames;
    private final ChangePublisher publisher;
    private final Counter expired;
    private final Map<Shard, Pass> passes = new ConcurrentHashMap<>();

    Expiry(InboxFrames frames, ChangePublisher publisher, MeterRegistry meters) {
        this.frames = frames;
        this.publisher = publisher;
        this.expired = RetentionWalk.removed("expired", meters);
    }

    /**
     * One pass through all that is due.
     *
     * @param oneByOne a transaction has failed, so that each has only one mention
     * @param leftOut the number of mentions that are due, but could not be taken back in this pass
     */
    private record Pass(boolean oneByOne, int leftOut) {}

    /** A mention in a lane, and who is shown it there; {@code textLane} is that of the row with its text. */
    private record Due(UUID id, short lane, short textLane, List<String> recipients) {}

    /** @return false: nothing is due */
    Uni<Boolean> step(Shard shard) {
        Pass pass = passes.getOrDefault(shard, NEW_PASS);
        return look(shard, pass).chain(due -> {
            if (due.isEmpty()) {
                passes.remove(shard);
                return Uni.createFrom().item(false);
            }
            return takeBackAndPublish(shard, due)
                    .onFailure(DatabaseFailure::concernsTheseRows).recoverWithItem(failure -> {
                        LOG.logf(DatabaseFailure.isContention(failure) ? Level.DEBUG : Level.ERROR,
                                "%d mentions that expire cannot be taken back now, and are tried again: %s", due.size(), failure);
                        passes.put(shard, new Pass(true, pass.leftOut() + (pass.oneByOne() || due.size() == 1 ? 1 : 0)));
                        return null;
                    }).replaceWith(true);
        });
    }

    private Uni<Void> takeBackAndPublish(Shard shard, List<Due> due) {
        return publisher.writing(due.stream().flatMap(mention -> mention.recipients().stream()).toList(),
                takeBack(shard, due).invoke(frames -> expired.increment(frames.size())).chain(publisher::publishMentions));
    }

    /** The mentions of the next transaction. */
    private Uni<List<Due>> look(Shard shard, Pass pass) {
        return DatabaseFailure.repeatStale(shard.withPool(pool -> pool.preparedQuery(DUE)
                .execute(Tuple.of(pass.oneByOne() ? 1L : (long) Lane.COUNT, (long) pass.leftOut()))))
                .map(rows -> together(rows.stream().map(row -> new Due(row.getUUID("id"), row.getShort("lane"),
                        row.getShort("text_lane"), List.of(row.getArrayOfStrings("recipients")))).toList()));
    }

    /** The first ones, in different lanes, so that one statement takes them back. */
    private static List<Due> together(List<Due> due) {
        int rows = 0;
        Set<Short> lanes = new HashSet<>();
        for (int i = 0; i < due.size(); i++) {
            rows += due.get(i).recipients().size();
            if (!lanes.add(due.get(i).lane()) || rows > MAX_ROWS && i > 0) {
                return due.subList(0, i);
            }
        }
        return due;
    }

    /** @return the frames; fails, with nothing changed, if an inbox is locked */
    private Uni<List<InboxFrame>> takeBack(Shard shard, List<Due> due) {
        UUID[] ids = due.stream().map(Due::id).toArray(UUID[]::new);
        Short[] lanes = due.stream().map(Due::lane).toArray(Short[]::new);
        Short[] textLanes = due.stream().map(Due::textLane).toArray(Short[]::new);
        InboxLocks locks = new InboxLocks();
        due.forEach(mention -> locks.addEarlier(mention.id(), Lane.ALL.get(mention.lane())));
        return DatabaseFailure.repeatStale(shard.withPool(pool -> pool.withTransaction(
                connection -> connection.query(Retention.IN_NO_HURRY).execute()
                        .chain(() -> connection.preparedQuery(LOCK).execute(Tuple.of(ids, lanes, textLanes)))
                        .chain(rows -> rows.size() == 0
                                ? Uni.createFrom().item(List.of())
                                : connection.preparedQuery(locks.sql()).execute(locks.parameters())
                                        .chain(() -> apply(connection, rows.stream().toList()))))));
    }

    private Uni<List<InboxFrame>> apply(SqlConnection connection, List<Row> locked) {
        ReviseStatement retractions = new ReviseStatement(
                locked.stream().map(row -> new Revision(Outcome.NONE, Lane.ALL.get(row.getShort("lane")), row.getUUID("id"), null))
                        .toList(),
                locked.stream().map(row -> "{\"id\":\"%s\",\"revision\":%d}".formatted(row.getUUID("id"), row.getLong("revision")))
                        .collect(Collectors.joining(",", "[", "]")));
        return connection.preparedQuery(retractions.sql()).execute(retractions.parameters()).map(
                rows -> retractions.outcomes(rows, frames).stream().map(outcome -> outcome.frame().apply(Trail.NONE)).toList());
    }
}
