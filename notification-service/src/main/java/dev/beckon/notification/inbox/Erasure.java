package dev.beckon.notification.inbox;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.Lane;
import dev.beckon.notification.inbox.shards.Shard;
import dev.beckon.notification.inbox.shards.Shards;
import dev.beckon.notification.push.ChangePublisher;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/**
 * Erases a person as recipient and as actor on every server. First every server records it: {@link AddStatement} and {@link
 * ReviseStatement} then store nothing any more of what happened before. The rest goes in bounded transactions, which may stop anywhere
 * and are repeated by the next call.
 */
@ApplicationScoped
class Erasure {

    /** Notifications that a transaction deletes at most. */
    private static final long NOTIFICATIONS = 500;

    private static final String RECEIPT = "SELECT receipt FROM erased WHERE person = $1";

    static final String BOUNDED = "SET LOCAL lock_timeout = 1000; ";

    private static final String RECORD = """
            INSERT INTO erased AS e (person, erased_at, receipt) VALUES ($1, $2, $3)
            ON CONFLICT (person) DO UPDATE SET erased_at = greatest(e.erased_at, excluded.erased_at) RETURNING receipt
            """;

    private static final String LOCK_INBOX = "SELECT FROM inbox WHERE recipient_id = $1 FOR UPDATE";

    /** Locks the texts of the notifications that the next statement deletes. */
    static final String LOCK_OWN_TEXTS = """
            SELECT FROM mention WHERE lane IN (%d, $2) AND id = ANY (ARRAY(
                SELECT mention_id FROM notification WHERE recipient_id = $1 ORDER BY seq LIMIT $3))
            ORDER BY id, lane FOR UPDATE
            """.formatted(MentionText.SHARED);

    /** Deletes at most $3 notifications of the person $1 in the lane $2, and texts that are shown to no other recipient. */
    static final String DELETE_NOTIFICATIONS = """
            WITH deleted AS (
                DELETE FROM notification n USING (SELECT 1) one LEFT JOIN inbox i ON i.recipient_id = $1
                WHERE n.recipient_id = $1
                    AND n.seq = ANY (ARRAY(SELECT seq FROM notification WHERE recipient_id = $1 ORDER BY seq LIMIT $3))
                RETURNING n.mention_id, n.seq > i.seen_up_to AS unseen,
                          n.read_at IS NULL AND (n.seq > i.read_up_to OR n.unread_at IS NOT NULL) AND n.archived_at IS NULL
                              AND n.retracted_at IS NULL AS unread
            ), lowered AS (
                UPDATE inbox i
                SET rev = i.rev + 1, updated_at = now(), unread = i.unread - d.unread,
                    unseen = least(i.unread - d.unread, greatest(0, i.unseen - d.unseen))
                FROM (SELECT count(*) FILTER (WHERE unread) AS unread, count(*) FILTER (WHERE unread AND unseen) AS unseen FROM deleted) d
                WHERE i.recipient_id = $1
            ), emptied AS (
                UPDATE mention m SET %s
                WHERE m.lane IN (%s, $2) AND m.id = ANY (ARRAY(SELECT mention_id FROM deleted)) AND m.excerpt IS NOT NULL AND NOT %s
            )
            SELECT count(*) FROM deleted
            """.formatted(MentionText.EMPTY, MentionText.SHARED, MentionText.isShown("n.recipient_id <> $1"));

    /** $1 the person, $2 its hash, $3 its lane. Returns where devices are to go on, or nothing if the lane is elsewhere. */
    private static final String DELETE_INBOX = """
            WITH ended AS (
                DELETE FROM inbox WHERE recipient_id = $1 RETURNING rev
            ), marks AS (
                DELETE FROM inbox_mark WHERE recipient_id = $1
            ), raised AS (
                UPDATE erased e SET rev = greatest(e.rev, ended.rev) + 1 FROM ended WHERE e.person = $2 RETURNING e.rev
            )
            SELECT l.epoch, coalesce((SELECT rev FROM raised), (SELECT rev FROM erased WHERE person = $2)) AS rev
            FROM lane l WHERE l.number = $3 AND l.moved_to IS NULL
            """;

    private final Shards shards;
    private final ErasedActor actor;
    private final ChangePublisher publisher;

    Erasure(Shards shards, ErasedActor actor, ChangePublisher publisher) {
        this.shards = shards;
        this.actor = actor;
        this.publisher = publisher;
    }

    /**
     * Proof of an erasure.
     *
     * @param receipt the same for every erasure of a person
     * @param notifications of the person, deleted by this call
     * @param mentions texts of the person that this call has removed, one for each server, and one for each lane that had an edit
     */
    @RegisterForReflection // Jackson writes it
    record Receipt(UUID receipt, @JsonProperty("erased_at") Instant erasedAt, long notifications,
            long mentions) {}

    /** What a transaction has removed, and taken back from others. */
    record Removed(long notifications, long mentions, long takenBack, List<InboxFrame> frames) {

        static final Removed NOTHING = own(0, List.of());

        static Removed own(long notifications, List<InboxFrame> frames) {
            return new Removed(notifications, 0, 0, frames);
        }

        boolean isNothing() {
            return notifications == 0 && mentions == 0 && takenBack == 0;
        }

        Removed plus(Removed other) {
            return new Removed(notifications + other.notifications, mentions + other.mentions, takenBack + other.takenBack, List.of());
        }
    }

    /**
     * Records the erasure; from then on nothing comes again. Fails if a server is away.
     *
     * @return the receipt, so far without what was removed
     */
    Uni<Receipt> begin(String person, Instant now) {
        Buffer hash = Buffer.buffer(Erased.hash(person));
        Instant erasedAt = now.truncatedTo(ChronoUnit.MICROS);
        Uni<List<RowSet<Row>>> known = Uni.join().all(shards.all().stream()
                .map(shard -> shard.withPool(pool -> pool.preparedQuery(RECEIPT).execute(Tuple.of(hash)))).toList()).andFailFast();
        return known.map(answers -> answers.stream().flatMap(rows -> StreamSupport.stream(rows.spliterator(), false))
                .map(row -> row.getUUID("receipt")).findFirst().orElseGet(UUID::randomUUID))
                .chain(receipt -> record(shards.all(), hash, erasedAt, receipt))
                .map(receipt -> new Receipt(receipt, erasedAt, 0, 0));
    }

    /** One server after the other, so that calls at the same time end with one receipt. */
    private static Uni<UUID> record(List<Shard> servers, Buffer hash, Instant erasedAt, UUID receipt) {
        Uni<UUID> recorded = Uni.createFrom().item(receipt);
        for (Shard server : servers) {
            recorded = recorded.chain(known -> server.withPool(pool -> pool.withTransaction(connection -> connection
                    .query(BOUNDED + Erased.ALONE).execute()
                    .chain(() -> connection.preparedQuery(RECORD)
                            .execute(Tuple.of(hash, OffsetDateTime.ofInstant(erasedAt, ZoneOffset.UTC), known)))))
                    .map(rows -> rows.iterator().next().getUUID("receipt")));
        }
        return recorded;
    }

    /** Removes everything; repeated once, for what a lane brought that moved meanwhile. */
    Uni<Receipt> remove(String person, Receipt begun) {
        return removeOnce(person)
                .chain(removed -> removed.isNothing() ? Uni.createFrom().item(removed) : removeOnce(person).map(removed::plus))
                .map(removed -> new Receipt(begun.receipt(), begun.erasedAt(), removed.notifications(), removed.mentions()));
    }

    private Uni<Removed> removeOnce(String person) {
        Uni<Removed> all = Uni.createFrom().item(Removed.NOTHING);
        for (Shard shard : shards.all()) {
            for (Supplier<Uni<Removed>> step : List.<Supplier<Uni<Removed>>>of(() -> actor.takeMentionsBack(shard, person),
                    () -> actor.takeRowsBack(shard, person), () -> deleteOwn(shard, person))) {
                all = all.chain(before -> untilNothing(step).map(before::plus));
            }
        }
        return all;
    }

    private Uni<Removed> untilNothing(Supplier<Uni<Removed>> step) {
        return Multi.createBy().repeating().uni(() -> DatabaseFailure.repeatStale(Uni.createFrom().deferred(step::get)))
                .until(Removed::isNothing)
                .onItem().scan(() -> Removed.NOTHING, Removed::plus).collect().last();
    }

    /** When no more notifications are left than one step deletes, the last of them go with the inbox, in a transaction of their own. */
    private Uni<Removed> deleteOwn(Shard shard, String person) {
        short lane = (short) Lane.of(person).number();
        return publishing(List.of(person), shard.withPool(pool -> pool.withTransaction(connection -> connection
                .query(BOUNDED + Erased.WITH_OTHERS).execute().chain(() -> deleteNotifications(connection, person, lane))))
                .chain(deleted -> deleted == NOTIFICATIONS
                        ? Uni.createFrom().item(Removed.own(deleted, List.of()))
                        : shard.withPool(pool -> pool.withTransaction(connection -> deleteInbox(connection, person, lane)))
                                .map(rest -> Removed.own(deleted + rest.notifications(), rest.frames()))));
    }

    private static Uni<Long> deleteNotifications(SqlConnection connection, String person, short lane) {
        return connection.preparedQuery(LOCK_INBOX).execute(Tuple.of(person))
                .chain(() -> connection.preparedQuery(LOCK_OWN_TEXTS).execute(Tuple.of(person, lane, NOTIFICATIONS)))
                .chain(() -> connection.preparedQuery(DELETE_NOTIFICATIONS).execute(Tuple.of(person, lane, NOTIFICATIONS)))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private static Uni<Removed> deleteInbox(SqlConnection connection, String person, short lane) {
        return connection.query(BOUNDED + Erased.ALONE).execute()
                .chain(() -> deleteNotifications(connection, person, lane))
                .chain(deleted -> deleted == NOTIFICATIONS
                        ? Uni.createFrom().item(Removed.own(deleted, List.of()))
                        : connection.preparedQuery(DELETE_INBOX).execute(Tuple.of(person, Buffer.buffer(Erased.hash(person)), lane))
                                .map(rows -> Removed.own(deleted, stale(person, rows))));
    }

    /** Devices find an empty inbox. */
    private static List<InboxFrame> stale(String person, RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> InboxFrame.stale(person, row.getLong("rev"), Objects.requireNonNull(row.getUUID("epoch")))).toList();
    }

    private Uni<Removed> publishing(List<String> users, Uni<Removed> step) {
        Function<Removed, Uni<?>> publish = removed -> publisher.publishMentions(removed.frames());
        return publisher.writing(users, step.call(publish));
    }
}
