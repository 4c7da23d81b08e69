package dev.beckon.notification.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.contracts.Actor;
import dev.beckon.contracts.CatchUp;
import dev.beckon.contracts.CatchUp.Difference;
import dev.beckon.contracts.CatchUp.Groups;
import dev.beckon.contracts.CatchUp.Position;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.Notification;
import dev.beckon.contracts.Notification.Group;
import dev.beckon.contracts.NotificationPage;
import dev.beckon.notification.inbox.shards.MovedException;
import dev.beckon.notification.inbox.shards.Shard;
import dev.beckon.notification.inbox.shards.Shards;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads lists in which a thread is one entry: its newest notification in the list, with what there is of the others. A thread's place is
 * that of its newest, so that it is on one page only, whatever the cursor.
 *
 * <p>One statement shows one moment. It looks at the list from {@code before} down, in steps of 200 rows that double, and asks an index,
 * for each thread in a step, whether a newer notification of it is in the list. So a long thread costs the reading of its rows; after
 * {@link #MOST_STEPS} the page ends, short or even empty, and says where the next one begins.
 */
@ApplicationScoped
class GroupReader {

    private static final int FIRST_STEP = 200;

    /** 51,000 rows: 30 ms in one thread, 300 ms if each is of another one that has its place further up. */
    private static final int MOST_STEPS = 8;

    /** Many users share a call for snapshots: each looks at 12,600 rows at most. */
    private static final int MOST_STEPS_OF_SNAPSHOT = 6;

    private static final String IN_LIST = "n.recipient_id = s.inbox_id AND n.archived_at IS NULL AND n.retracted_at IS NULL";

    private static final String UNREAD = "n.read_at IS NULL AND (n.seq > s.read_up_to OR n.unread_at IS NOT NULL)";

    /**
     * ?1 users, ?2 where their pages begin, ?3 their revisions, ?4 their epochs, ?5 their watermarks, ?6 entries on a page, ?7 steps, ?8 the
     * number of changes from which a snapshot is the shorter answer.
     *
     * <p>Changed groups are those of notifications that changed, and of those that the watermark has passed. A notification that left its
     * thread does not name it any more: it was taken back, or its mention was revised after the notification was made, which is the time
     * in its id. Then the answer is a snapshot, as it is for a position from before the erasure of an inbox.
     */
    private static final String GROUPS = """
            WITH RECURSIVE state AS (
                SELECT p.position, p.recipient_id AS inbox_id, p.before, e.epoch,
                       coalesce(i.unread, 0) AS unread, coalesce(i.unseen, 0) AS unseen, coalesce(i.seq, 0) AS inbox_seq,
                       coalesce(i.rev, x.rev, 0) AS inbox_rev, coalesce(i.read_up_to, 0) AS read_up_to, c.threads, c.singles,
                       CASE WHEN p.rev IS NULL OR p.known_up_to IS NULL OR p.epoch IS DISTINCT FROM e.epoch
                                OR p.rev > coalesce(i.rev, x.rev, 0) OR p.rev < x.rev OR p.rev < i.forgotten_rev
                           THEN true ELSE coalesce(c.snapshot, false) END AS snapshot
                FROM unnest(CAST(?1 AS text[]), CAST(?2 AS bigint[]), CAST(?3 AS bigint[]), CAST(?4 AS uuid[]), CAST(?5 AS bigint[]))
                    WITH ORDINALITY AS p (recipient_id, before, rev, epoch, known_up_to, position)
                JOIN lane e ON e.number = lane_of(p.recipient_id) AND e.moved_to IS NULL
                LEFT JOIN LATERAL (SELECT * FROM inbox WHERE recipient_id = p.recipient_id OFFSET 0) i ON true
                LEFT JOIN LATERAL ({erased}) x ON true
                LEFT JOIN LATERAL (
                    SELECT count(*) > ?8 OR bool_or(left_thread) AS snapshot,
                           array_agg(DISTINCT thread) FILTER (WHERE thread IS NOT NULL) AS threads,
                           array_agg(seq) FILTER (WHERE thread IS NULL) AS singles
                    FROM (
                        (SELECT n.seq, n.thread, n.retracted_at IS NOT NULL OR EXISTS (
                             SELECT FROM mention m WHERE m.id = n.mention_id AND m.lane = e.number AND m.revision > 0
                                 AND (date_trunc('milliseconds', m.updated_at) <= uuid_extract_timestamp(n.id)) IS NOT TRUE) AS left_thread
                         FROM notification n WHERE n.recipient_id = p.recipient_id AND n.rev > p.rev LIMIT ?8 + 1)
                        UNION ALL
                        (SELECT n.seq, n.thread, false FROM notification n
                         WHERE n.recipient_id = p.recipient_id AND n.seq > p.known_up_to AND n.seq <= i.read_up_to
                             AND n.read_at IS NULL AND n.archived_at IS NULL AND n.retracted_at IS NULL LIMIT ?8 + 1)) changed
                ) c ON p.rev < i.rev AND p.epoch = e.epoch
            ), looked AS (
                SELECT position, inbox_id, read_up_to, before AS low, CAST(ARRAY[] AS bigint[]) AS heads, 0 AS steps
                FROM state WHERE snapshot
                UNION ALL
                SELECT s.position, s.inbox_id, s.read_up_to, CASE WHEN c.rows < ({first step} << s.steps) THEN 0 ELSE c.low END,
                       s.heads || c.heads, s.steps + 1
                FROM looked s CROSS JOIN LATERAL (
                    SELECT coalesce(sum(t.rows), 0) AS rows, min(t.low) AS low, coalesce(array_agg(t.seq ORDER BY t.seq DESC) FILTER (
                        WHERE t.thread IS NULL OR NOT EXISTS (
                            SELECT FROM notification n WHERE {in list} AND n.thread = t.thread AND n.seq > t.seq AND {shown})),
                        CAST(ARRAY[] AS bigint[])) AS heads
                    FROM (
                        SELECT thread, max(seq) AS seq, min(seq) AS low, count(*) AS rows
                        FROM (
                            (SELECT n.thread, n.seq FROM notification n WHERE {in list} AND n.seq < s.low AND {part}
                             ORDER BY n.seq DESC LIMIT {first step} << s.steps)
                            UNION ALL
                            (SELECT n.thread, n.seq FROM notification n WHERE {in list} AND n.seq < s.low AND {other part}
                             ORDER BY n.seq DESC LIMIT {first step} << s.steps)
                            ORDER BY seq DESC LIMIT {first step} << s.steps) next
                        GROUP BY thread, CASE WHEN thread IS NULL THEN seq END) t) c
                WHERE s.low > 0 AND cardinality(s.heads) <= ?6 AND s.steps < ?7
            ), page AS (
                SELECT DISTINCT ON (position) position, low, heads FROM looked ORDER BY position, steps DESC
            ), entry AS (
                SELECT p.position, h.at, CAST(NULL AS text) AS changed
                FROM page p CROSS JOIN LATERAL unnest(p.heads) WITH ORDINALITY AS h (at, place) WHERE h.place <= ?6
                UNION ALL
                SELECT s.position, h.at, t.thread FROM state s CROSS JOIN LATERAL unnest(s.threads) AS t (thread) LEFT JOIN LATERAL (
                    SELECT n.seq AS at FROM notification n WHERE {in list} AND n.thread = t.thread ORDER BY n.seq DESC LIMIT 1) h ON true
                WHERE NOT s.snapshot
                UNION ALL
                SELECT s.position, h.at, NULL FROM state s CROSS JOIN LATERAL unnest(s.singles) AS h (at) WHERE NOT s.snapshot
            )
            SELECT s.position, s.snapshot, s.unread, s.unseen, s.inbox_seq, s.inbox_rev, s.epoch, s.read_up_to,
                   CASE WHEN cardinality(p.heads) > ?6 THEN p.heads[?6] ELSE nullif(p.low, 0) END AS next_before, e.changed,
                   {columns}, g.group_count, g.group_unread, a.actor_count, a.actors
            FROM state s LEFT JOIN page p ON p.position = s.position LEFT JOIN entry e ON e.position = s.position
            LEFT JOIN LATERAL ({rows} WHERE n.recipient_id = s.inbox_id AND n.seq = e.at) r ON true
            LEFT JOIN LATERAL (
                SELECT CAST(count(*) FILTER (WHERE shown) AS int) AS group_count, CAST(count(*) FILTER (WHERE is_unread) AS int) AS group_unread
                FROM (SELECT {shown} AS shown, {unread} AS is_unread FROM notification n WHERE {in list} AND n.thread = r.thread
                      ORDER BY n.seq DESC LIMIT {most counted}) counted) g ON r.thread IS NOT NULL
            LEFT JOIN LATERAL (
                SELECT CAST(count(*) AS int) AS actor_count,
                       CAST(jsonb_agg(who ORDER BY place) FILTER (WHERE place <= {most actors}) AS text) AS actors
                FROM (
                    SELECT who, row_number() OVER (ORDER BY latest DESC) AS place
                    FROM (
                        SELECT DISTINCT ON (who ->> 'id') who, latest
                        FROM (SELECT n.latest, coalesce(m.actor, n.actor) AS who
                              FROM (SELECT n.seq AS latest, n.recipient_id, n.mention_id, n.actor FROM notification n
                                    WHERE {in list} AND n.thread = r.thread AND {shown} ORDER BY n.seq DESC LIMIT {most compared}) n
                              {text}) acted
                        ORDER BY who ->> 'id', latest DESC) each) ordered) a ON r.thread IS NOT NULL
            ORDER BY s.position, e.at DESC
            """;

    static final String GROUPS_OF_ALL = groups("n.read_at IS NULL", "n.read_at IS NOT NULL", "true");

    /** Reads two indexes in their order, too: what is unread above the watermark, and what was marked unread. */
    static final String GROUPS_OF_UNREAD = groups("n.read_at IS NULL AND n.seq > s.read_up_to",
            "n.read_at IS NULL AND n.seq <= s.read_up_to AND n.unread_at IS NOT NULL", UNREAD);

    private final Shards shards;
    private final ObjectMapper json;

    GroupReader(Shards shards, ObjectMapper json) {
        this.shards = shards;
        this.json = json;
    }

    private static String groups(String part, String otherPart, String shown) {
        return GROUPS.replace("{part}", part).replace("{other part}", otherPart).replace("{shown}", shown)
                .replace("{in list}", IN_LIST).replace("{erased}", Erased.rev("p.recipient_id")).replace("{unread}", UNREAD)
                .replace("{text}", MentionText.SHOWN)
                .replace("{columns}", NotificationEntity.COLUMNS).replace("{rows}", NotificationEntity.SHOWN)
                .replace("{first step}", Integer.toString(FIRST_STEP))
                .replace("{most counted}", Integer.toString(NotificationPage.MAX_COUNT))
                .replace("{most actors}", Integer.toString(Group.MAX_ACTORS))
                .replace("{most compared}", Integer.toString(Group.ACTORS_OF));
    }

    /** @param before {@code null}: from the newest */
    Uni<NotificationPage> page(String user, boolean unread, @Nullable Long before, int limit) {
        return page(user, unread, before, limit, MOST_STEPS);
    }

    Uni<NotificationPage> page(String user, boolean unread, @Nullable Long before, int limit, int steps) {
        Position position = new Position(user, null, null);
        return shards.on(user, shard -> read(shard, unread ? GROUPS_OF_UNREAD : GROUPS_OF_ALL, List.of(position), before, limit, steps, 0)
                .map(answers -> {
                    Difference page = answers.getFirst();
                    if (page == null) {
                        throw new MovedException(Lane.of(user));
                    }
                    Groups groups = Objects.requireNonNull(page.groups());
                    return new NotificationPage(groups.entries(), groups.nextBefore(), null, page.state().rev());
                }));
    }

    /**
     * @param positions of users on one server, that ask for groups
     * @return as {@link InboxReader#differences}
     */
    Uni<List<@Nullable Difference>> differences(Shard shard, List<Position> positions, int changesPerUser) {
        return read(shard, GROUPS_OF_ALL, positions, null, CatchUp.SNAPSHOT_SIZE, MOST_STEPS_OF_SNAPSHOT, changesPerUser);
    }

    private Uni<List<@Nullable Difference>> read(
            Shard shard, String statement, List<Position> positions, @Nullable Long before, int limit, int steps, int changes) {
        Long[] from = new Long[positions.size()];
        Arrays.fill(from, before == null ? Long.MAX_VALUE : before);
        return DatabaseFailure.repeatStale(InboxReader.inSession(shard, () -> Panache.getSession().chain(session -> session
                .createNativeQuery(statement, session.getResultSetMapping(Object[].class, NotificationEntity.WITH_GROUP))
                .setParameter(1, positions.stream().map(Position::user).toArray(String[]::new))
                .setParameter(2, from)
                .setParameter(3, positions.stream().map(Position::rev).toArray(Long[]::new))
                .setParameter(4, positions.stream().map(Position::epoch).toArray(UUID[]::new))
                .setParameter(5, positions.stream().map(one -> one.grouped() == null ? null : one.grouped().readUpTo()).toArray(
                        Long[]::new))
                .setParameter(6, limit)
                .setParameter(7, steps)
                .setParameter(8, changes)
                .getResultList())))
                .map(rows -> toDifferences(rows, positions));
    }

    /** @param rows in the form of {@link NotificationEntity#WITH_GROUP}, by position */
    private List<@Nullable Difference> toDifferences(List<Object[]> rows, List<Position> positions) {
        List<@Nullable Difference> differences = new ArrayList<>(Collections.nCopies(positions.size(), null));
        for (Object[] row : rows) {
            InboxState inbox = (InboxState) row[1];
            int index = Math.toIntExact((Long) row[2]) - 1;
            Difference difference = differences.get(index);
            if (difference == null) { // the first row of a position
                difference = new Difference(positions.get(index).user(), inbox, List.of(), List.of(), (Boolean) row[3],
                        new Groups(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), (Long) row[4]));
                differences.set(index, difference);
            }
            Groups groups = Objects.requireNonNull(difference.groups());
            if (row[0] instanceof NotificationEntity newest && newest.archivedAt == null) {
                Notification entry = newest.toNotification(inbox.readUpTo());
                groups.entries().add(newest.thread == null
                        ? entry
                        : entry.in(new Group(newest.thread, (Integer) row[6], (Integer) row[7], actors((String) row[9]),
                                (Integer) row[8])));
            } else if (row[0] instanceof NotificationEntity archived) {
                groups.goneIds().add(archived.notificationId);
            } else if (row[5] instanceof String thread) {
                groups.gone().add(thread);
            }
        }
        return differences;
    }

    private List<Actor> actors(String actors) {
        try {
            return json.readerForListOf(Actor.class).readValue(actors);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored actors cannot be read", e);
        }
    }
}
