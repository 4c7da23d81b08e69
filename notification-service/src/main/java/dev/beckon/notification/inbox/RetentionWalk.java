package dev.beckon.notification.inbox;

import dev.beckon.notification.inbox.Retention.Due;
import dev.beckon.notification.inbox.Retention.Removed;
import dev.beckon.notification.inbox.shards.Shard;
import dev.beckon.notification.push.ChangePublisher;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the inboxes of a server in the order of their users, then through the texts that no inbox has, and removes what
 * retention ends. The place is a row of the database, whose lock the process of a step holds: other processes pass, and any of them
 * takes the next step. Nothing else depends on that lock. A walk begins at most every {@link #INTERVAL}.
 */
@Singleton
class RetentionWalk {

    private static final Logger LOG = Logger.getLogger(RetentionWalk.class);

    /** From the begin of a walk to that of the next. */
    private static final String INTERVAL = "interval '1 hour'";

    /** Inboxes, or texts, that a step looks at. */
    private static final int INBOXES = 50;
    private static final int TEXTS = 500;

    /** A step begins no further inbox after that time, so that what expires needs not wait long for its turn. */
    private static final Duration STEP = Duration.ofMillis(100);

    private static final String CLAIM = "SELECT * FROM retention_walk WHERE NOT ended OR begun_at < now() - " + INTERVAL
            + " FOR UPDATE SKIP LOCKED";

    private static final String BEGIN = """
            UPDATE retention_walk SET begun_at = now(), ended = false, passed = '', texts_passed = 0, taken_back = 0, deleted = 0, texts = 0
            RETURNING *
            """;

    private static final String ADVANCE = """
            UPDATE retention_walk
            SET passed = $1, texts_passed = texts_passed + $2, ended = $3, taken_back = taken_back + $4, deleted = deleted + $5, texts = texts + $6
            RETURNING *
            """;

    /**
     * Texts that were taken back so long before the walk that it has deleted their notifications: $1 its begin, $2 how many were
     * found, but not deleted, $3 how many to find.
     */
    static final String FIND_TEXTS = """
            SELECT id, lane FROM mention WHERE retracted_at < $1::timestamptz - interval '7 days'
            ORDER BY retracted_at OFFSET $2 LIMIT $3 FOR UPDATE SKIP LOCKED
            """;

    /** $1 and $2 the ids and lanes of locked texts. */
    static final String DELETE_TEXTS = """
            DELETE FROM mention m USING unnest($1::uuid[], $2::smallint[]) AS d (id, lane)
            WHERE m.id = d.id AND m.lane = d.lane AND m.id = ANY ($1) AND m.retracted_at IS NOT NULL
                AND (d.lane < 0 OR EXISTS (SELECT FROM lane WHERE number = d.lane AND moved_to IS NULL OFFSET 0))
                AND NOT EXISTS (SELECT FROM notification n
                    WHERE n.mention_id = m.id AND (m.lane < 0 OR lane_of(n.recipient_id) = m.lane) OFFSET 0)
            """;

    private final Retention retention;
    private final ChangePublisher publisher;
    private final Counter old;
    private final Counter many;
    private final Counter archived;

    RetentionWalk(Retention retention, ChangePublisher publisher, MeterRegistry meters) {
        this.retention = retention;
        this.publisher = publisher;
        this.old = removed("age", meters);
        this.many = removed("number", meters);
        this.archived = removed("archived", meters);
    }

    static Counter removed(String cause, MeterRegistry meters) {
        return Counter.builder("beckon.notifications.removed").description("Notifications that retention or expiry has removed")
                .tag("cause", cause).register(meters);
    }

    /** @param passed {@code null}: all inboxes are done */
    private record Place(OffsetDateTime begun, boolean ended, @Nullable String passed, long textsPassed, long takenBack, long deleted,
            long texts) {

        static Place of(Row row) {
            return new Place(row.getOffsetDateTime("begun_at"), row.getBoolean("ended"), row.getString("passed"),
                    row.getLong("texts_passed"), row.getLong("taken_back"), row.getLong("deleted"), row.getLong("texts"));
        }
    }

    /** What a step has done. */
    private record Advance(@Nullable String passed, long textsPassed, boolean ended, long takenBack, long deleted, long texts) {

        static Advance to(@Nullable String passed) {
            return new Advance(passed, 0, false, 0, 0, 0);
        }

        Advance and(String user, Removed removed) {
            return new Advance(removed.more() ? passed : user, 0, false, takenBack + removed.old() + removed.many(),
                    deleted + removed.deleted(), texts + removed.texts());
        }

        Tuple parameters() {
            return Tuple.of(passed, textsPassed, ended, takenBack, deleted, texts);
        }
    }

    /** @return false if there is nothing to do: another process makes a step, or no walk is due */
    Uni<Boolean> step(Shard shard) {
        return DatabaseFailure.repeatStale(shard.withPool(pool -> pool.withTransaction(
                connection -> connection.query(CLAIM).execute().chain(claimed -> claimed.size() == 0
                        ? Uni.createFrom().item(false)
                        : begin(connection, Place.of(claimed.iterator().next()))
                                .chain(place -> place.passed() == null
                                        ? texts(connection, place)
                                        : inboxes(shard, connection, place.passed()))
                                .chain(advance -> connection.preparedQuery(ADVANCE).execute(advance.parameters()))
                                .invoke(rows -> report(shard, Place.of(rows.iterator().next())))
                                .replaceWith(true)))));
    }

    private static Uni<Place> begin(SqlConnection connection, Place last) {
        return last.ended()
                ? connection.query(BEGIN).execute().map(rows -> Place.of(rows.iterator().next()))
                : Uni.createFrom().item(last);
    }

    private static void report(Shard shard, Place place) {
        if (place.ended()) {
            LOG.infof("Retention has walked through all inboxes of %s since %s: %d notifications were taken back, %d rows of such and of"
                    + " archived ones deleted, %d texts deleted", shard, place.begun(), place.takenBack(), place.deleted(), place.texts());
        }
    }

    private Uni<Advance> inboxes(Shard shard, SqlConnection connection, String passed) {
        return retention.look(connection, passed, INBOXES).chain(inboxes -> inboxes.isEmpty()
                ? Uni.createFrom().item(Advance.to(null))
                : remove(shard, inboxes.iterator(), Advance.to(passed), System.nanoTime()));
    }

    /** One inbox after the other, until there is no time left or one needs another step. */
    private Uni<Advance> remove(Shard shard, Iterator<Due> inboxes, Advance done, long begun) {
        Advance now = done;
        while (inboxes.hasNext() && System.nanoTime() - begun < STEP.toNanos()) {
            Due due = inboxes.next();
            if (due.isAny()) {
                Advance before = now;
                return remove(shard, due).chain(removed -> removed.more()
                        ? Uni.createFrom().item(before.and(due.user(), removed))
                        : remove(shard, inboxes, before.and(due.user(), removed), begun));
            }
            now = new Advance(due.user(), 0, false, now.takenBack(), now.deleted(), now.texts());
        }
        return Uni.createFrom().item(now);
    }

    private Uni<Removed> remove(Shard shard, Due due) {
        Uni<Removed> removing = retention.remove(shard, due)
                .call(removed -> removed.frame() == null ? Uni.createFrom().voidItem() : publisher.publishChange(removed.frame()));
        return publisher.writing(List.of(due.user()), removing)
                .onFailure(DatabaseFailure::concernsTheseRows).recoverWithItem(failure -> {
                    LOG.logf(DatabaseFailure.isContention(failure) ? Level.DEBUG : Level.ERROR,
                            "Retention leaves an inbox to the next walk: %s", failure);
                    return Retention.NOTHING;
                })
                .invoke(removed -> {
                    old.increment(removed.old());
                    many.increment(removed.many());
                    archived.increment(removed.archived());
                });
    }

    private static Uni<Advance> texts(SqlConnection connection, Place place) {
        return connection.preparedQuery(FIND_TEXTS).execute(Tuple.of(place.begun(), place.textsPassed(), (long) TEXTS))
                .chain(found -> {
                    UUID[] ids = found.stream().map(row -> row.getUUID("id")).toArray(UUID[]::new);
                    Short[] lanes = found.stream().map(row -> row.getShort("lane")).toArray(Short[]::new);
                    return connection.preparedQuery(DELETE_TEXTS).execute(Tuple.of(ids, lanes)).map(deleted -> new Advance(null,
                            ids.length - deleted.rowCount(), ids.length < TEXTS, 0, 0, deleted.rowCount()));
                });
    }
}
