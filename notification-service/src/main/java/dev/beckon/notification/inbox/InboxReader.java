package dev.beckon.notification.inbox;

import dev.beckon.contracts.CatchUp;
import dev.beckon.contracts.CatchUp.Difference;
import dev.beckon.contracts.CatchUp.Position;
import dev.beckon.contracts.CatchUp.Retraction;
import dev.beckon.contracts.InboxFilter;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.Notification;
import dev.beckon.contracts.NotificationPage;
import dev.beckon.notification.inbox.shards.MovedException;
import dev.beckon.notification.inbox.shards.Shard;
import dev.beckon.notification.inbox.shards.Shards;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every read of inboxes and notifications: one user's counts and pages, and the changes in many inboxes. */
@ApplicationScoped
class InboxReader {

    /**
     * One statement for all positions, because counts, revision and notifications must show one moment: with separate reads, a
     * notification changed in between would be in neither the difference nor, with its text, in the frame that follows. ?4 is
     * the number of changes from which a snapshot is the shorter answer; it also follows an erased inbox, ?5 the snapshot's size, whose unread and read
     * notifications come from an index each. {@code OFFSET 0} makes PostgreSQL read inboxes by key, never all of them.
     */
    static final String CATCH_UP = """
            WITH state AS (
                SELECT p.position, p.recipient_id AS inbox_id, p.rev AS since, e.epoch,
                       coalesce(i.unread, 0) AS unread, coalesce(i.unseen, 0) AS unseen, coalesce(i.seq, 0) AS inbox_seq,
                       coalesce(i.rev, x.rev, 0) AS inbox_rev, coalesce(i.read_up_to, 0) AS read_up_to,
                       CASE WHEN p.rev IS NULL OR p.epoch IS DISTINCT FROM e.epoch OR p.rev > coalesce(i.rev, x.rev, 0)
                                OR p.rev < x.rev OR p.rev < i.forgotten_rev THEN true
                            WHEN p.rev = coalesce(i.rev, x.rev, 0) THEN false
                            ELSE (SELECT count(*) > ?4 FROM (
                                SELECT FROM notification n
                                WHERE n.recipient_id = p.recipient_id AND n.rev > p.rev LIMIT ?4 + 1) changed)
                       END AS snapshot
                FROM unnest(CAST(?1 AS text[]), CAST(?2 AS bigint[]), CAST(?3 AS uuid[]))
                    WITH ORDINALITY AS p (recipient_id, rev, epoch, position)
                JOIN lane e ON e.number = lane_of(p.recipient_id) AND e.moved_to IS NULL
                LEFT JOIN LATERAL (SELECT * FROM inbox WHERE recipient_id = p.recipient_id OFFSET 0) i ON true
                LEFT JOIN LATERAL (%3$s) x ON true
            )
            SELECT position, snapshot, unread, unseen, inbox_seq, inbox_rev, epoch, read_up_to, %1$s
            FROM state s LEFT JOIN LATERAL (
                (%2$s
                 WHERE NOT s.snapshot AND s.inbox_rev > s.since AND n.recipient_id = s.inbox_id AND n.rev > s.since)
                UNION ALL
                (%2$s
                 WHERE s.snapshot AND n.recipient_id = s.inbox_id AND n.seq = ANY (ARRAY(
                     SELECT o.seq FROM (
                         (SELECT u.seq FROM notification u
                          WHERE u.recipient_id = s.inbox_id AND u.read_at IS NULL AND u.archived_at IS NULL AND u.retracted_at IS NULL
                          ORDER BY u.seq DESC LIMIT ?5)
                         UNION ALL
                         (SELECT r.seq FROM notification r
                          WHERE r.recipient_id = s.inbox_id AND r.read_at IS NOT NULL AND r.archived_at IS NULL AND r.retracted_at IS NULL
                          ORDER BY r.seq DESC LIMIT ?5)) o
                     ORDER BY o.seq DESC LIMIT ?5)))
            ) n ON true
            ORDER BY s.position, CASE WHEN s.snapshot THEN -n.seq ELSE n.rev END, n.seq
            """.formatted(NotificationEntity.COLUMNS, NotificationEntity.SHOWN, Erased.rev("p.recipient_id"));

    /** Reads no more of a long list than a count can say. */
    private static final String COUNT = "select count(*) from (select n.seq as seq from NotificationEntity n where %s order by n.seq desc fetch first "
            + NotificationPage.MAX_COUNT + " rows only) counted";

    private final Inboxes inboxes;
    private final Notifications notifications;
    private final Shards shards;

    InboxReader(Inboxes inboxes, Notifications notifications, Shards shards) {
        this.inboxes = inboxes;
        this.notifications = notifications;
        this.shards = shards;
    }

    @ApplicationScoped
    static class Inboxes implements PanacheRepositoryBase<InboxEntity, String> {}

    @ApplicationScoped
    static class Notifications implements PanacheRepositoryBase<NotificationEntity, NotificationEntity.Key> {}

    /** An inbox without any write is empty, at revision 0, or where it was erased. */
    Uni<InboxState> state(String user) {
        return shards.on(user, shard -> inSession(shard, () -> inboxes.findById(user)
                .onItem().ifNotNull().transform(InboxEntity::state)
                .onItem().ifNull().switchTo(() -> noInbox(user))));
    }

    private static Uni<InboxState> noInbox(String user) {
        Lane lane = Lane.of(user);
        return Panache.getSession().chain(session -> session
                .createNativeQuery(Erased.NO_INBOX, Object[].class)
                .setParameter(1, (short) lane.number()).setParameter(2, user).getSingleResultOrNull())
                .map(row -> {
                    if (row == null) {
                        throw new MovedException(lane);
                    }
                    return new InboxState(0, 0, 0, (Long) row[1], (UUID) row[0], 0);
                });
    }

    /**
     * @param before {@code null}: from the newest
     * @param counted whether the page has the number of all notifications in the list
     */
    Uni<NotificationPage> page(String user, InboxFilter filter, @Nullable Long before, int limit, boolean counted) {
        return shards.on(user, shard -> inSession(shard, () -> inboxes.findById(user)
                .onItem().ifNotNull().transformToUni(inbox -> page(inbox, filter, before, limit, counted))
                .onItem().ifNull().switchTo(() -> noInbox(user)
                        .map(_ -> new NotificationPage(List.of(), null, counted ? 0 : null)))));
    }

    private Uni<NotificationPage> page(InboxEntity inbox, InboxFilter filter, @Nullable Long before, int limit, boolean counted) {
        InboxState state = inbox.state();
        InboxList list = InboxList.of(inbox.recipientId, filter, before == null ? Long.MAX_VALUE : before, state.readUpTo());
        Uni<List<NotificationEntity>> rows = Uni.createFrom().item(List.of());
        for (String part : list.parts()) {
            rows = rows.chain(others -> notifications.find(part + " order by seq desc", list.parametersOf(part)).range(0, limit).list()
                    .map(found -> newestFirst(others, found)));
        }
        return rows.chain(found -> counted
                ? count(inbox, filter).map(count -> toPage(found, limit, state.readUpTo(), count))
                : Uni.createFrom().item(toPage(found, limit, state.readUpTo(), null)));
    }

    private static List<NotificationEntity> newestFirst(List<NotificationEntity> some, List<NotificationEntity> others) {
        return Stream.concat(some.stream(), others.stream())
                .sorted(Comparator.comparingLong((NotificationEntity row) -> row.seq).reversed()).toList();
    }

    /** Notifications in a list, at most {@link NotificationPage#MAX_COUNT}. */
    private static Uni<Integer> count(InboxEntity inbox, InboxFilter filter) {
        if (filter.equals(InboxFilter.UNREAD)) { // the inbox has this list's count
            return Uni.createFrom().item(Math.min(inbox.unread, NotificationPage.MAX_COUNT));
        }
        InboxList list = InboxList.of(inbox.recipientId, filter, Long.MAX_VALUE, inbox.readUpTo);
        Uni<Long> count = Uni.createFrom().item(0L);
        for (String part : list.parts()) {
            count = count.chain(counted -> Panache.getSession().chain(session -> {
                var query = session.createSelectionQuery(COUNT.formatted(part), Long.class);
                list.parametersOf(part).forEach(query::setParameter);
                return query.getSingleResult();
            }).map(more -> counted + more));
        }
        return count.map(all -> (int) Math.min(all, NotificationPage.MAX_COUNT));
    }

    /** @param rows more than the caller asked for, if there is a next page */
    private static NotificationPage toPage(List<NotificationEntity> rows, int limit, long readUpTo, @Nullable Integer count) {
        List<NotificationEntity> shown = rows.subList(0, Math.min(limit, rows.size()));
        return new NotificationPage(
                shown.stream().map(row -> row.toNotification(readUpTo)).toList(),
                rows.size() > limit ? shown.getLast().seq : null, count);
    }

    Uni<Difference> difference(Position position) {
        return shards.on(position.user(), shard -> differences(shard, List.of(position), CatchUp.MAX_CHANGES).map(answers -> {
            Difference difference = answers.getFirst();
            if (difference == null) {
                throw new MovedException(Lane.of(position.user()));
            }
            return difference;
        }));
    }

    /**
     * @param positions of users on one server
     * @return one for each position, in their order; {@code null} if the user's lane has moved to another server
     */
    Uni<List<@Nullable Difference>> differences(Shard shard, List<Position> positions, int changesPerUser) {
        return DatabaseFailure.repeatStale(inSession(shard, () -> Panache.getSession().chain(session -> session
                .createNativeQuery(CATCH_UP, session.getResultSetMapping(Object[].class, NotificationEntity.WITH_INBOX))
                .setParameter(1, positions.stream().map(Position::user).toArray(String[]::new))
                .setParameter(2, positions.stream().map(Position::rev).toArray(Long[]::new))
                .setParameter(3, positions.stream().map(Position::epoch).toArray(UUID[]::new))
                .setParameter(4, changesPerUser)
                .setParameter(5, CatchUp.SNAPSHOT_SIZE)
                .getResultList())))
                .map(rows -> toDifferences(rows, positions));
    }

    static <T> Uni<T> inSession(Shard shard, Supplier<Uni<T>> reads) {
        return shard.withHibernate(() -> Panache.withSession(reads));
    }

    /**
     * @param rows in the form of {@link NotificationEntity#WITH_INBOX}, by position
     * @return {@code null} for a position whose lane has moved to another server
     */
    private static List<@Nullable Difference> toDifferences(List<Object[]> rows, List<Position> positions) {
        List<@Nullable Difference> differences = new ArrayList<>(Collections.nCopies(positions.size(), null));
        List<Notification> notifications = List.of();
        List<Retraction> retracted = List.of();
        for (Object[] row : rows) {
            InboxState inbox = (InboxState) row[1];
            int index = Math.toIntExact((Long) row[2]) - 1;
            if (differences.get(index) == null) { // the first row of a position
                notifications = new ArrayList<>();
                retracted = new ArrayList<>();
                differences.set(index, new Difference(positions.get(index).user(), inbox, notifications, retracted, (Boolean) row[3]));
            }
            if (row[0] instanceof NotificationEntity changed && changed.isRetracted()) {
                retracted.add(new Retraction(changed.notificationId, changed.seq, changed.rev));
            } else if (row[0] instanceof NotificationEntity changed) {
                notifications.add(changed.toNotification(inbox.readUpTo()));
            }
        }
        return differences;
    }
}
