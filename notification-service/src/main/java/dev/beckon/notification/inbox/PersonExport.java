package dev.beckon.notification.inbox;

import dev.beckon.contracts.Lane;
import dev.beckon.notification.inbox.shards.MovedException;
import dev.beckon.notification.inbox.shards.Shard;
import dev.beckon.notification.inbox.shards.Shards;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * Everything that is stored about a person, as lines of JSON that PostgreSQL makes. Reads a page when the reader has taken the one
 * before, each in a statement of its own, so that neither memory nor a transaction grows with the export.
 */
@ApplicationScoped
class PersonExport {

    /** About 1 MB. */
    private static final long PAGE = 500;

    /** $1 the person, $2 the lane. One row if the lane is here, without a line if there is no inbox. */
    private static final String INBOX = """
            SELECT CASE WHEN i.recipient_id IS NOT NULL THEN json_build_object('inbox', json_build_object(
                'unread', i.unread, 'unseen', i.unseen, 'seq', i.seq, 'rev', i.rev, 'epoch', l.epoch, 'read_up_to', i.read_up_to))::text
                END AS line
            FROM lane l LEFT JOIN inbox i ON i.recipient_id = $1 WHERE l.number = $2 AND l.moved_to IS NULL
            """;

    /** The person's notifications after $3, $4 of them. Rows if the lane is here, at least one. */
    static final String NOTIFICATIONS = """
            SELECT p.seq AS place, p.line FROM lane l LEFT JOIN LATERAL (
                SELECT s.seq, json_build_object('notification', json_build_object(
                    'id', s.id, 'mention_id', s.mention_id, 'seq', s.seq, 'rev', s.rev, 'actor', s.actor, 'source', s.source,
                    'excerpt', s.excerpt, 'occurred_at', s.occurred_at, 'kind', s.kind, 'thread', s.thread, 'data', s.data,
                    'created_at', s.created_at, 'read_at', s.read_at, 'unread_at', s.unread_at, 'archived_at', s.archived_at,
                    'retracted_at', s.retracted_at))::text AS line
                FROM (%s WHERE n.recipient_id = $1 AND n.seq > $3 ORDER BY n.seq LIMIT $4) s
            ) p ON true
            WHERE l.number = $2 AND l.moved_to IS NULL ORDER BY p.seq
            """.formatted(NotificationEntity.SHOWN);

    /** When what was seen and read rose, at most 1,000 times each. $1 the person, $2 the lane. Rows if the lane is here, at least one. */
    private static final String MARKS = """
            SELECT m.line FROM lane l LEFT JOIN LATERAL (
                SELECT what, up_to, json_build_object('mark', json_build_object('what', what, 'up_to', up_to, 'at', at))::text AS line
                FROM inbox_mark WHERE recipient_id = $1
            ) m ON true
            WHERE l.number = $2 AND l.moved_to IS NULL ORDER BY m.what, m.up_to
            """;

    /** Mentions of the actor $1 after $2, $3 of them, each once although each lane has it; also rows that have the text themselves. */
    static final String MENTIONS = """
            SELECT m.id AS place, json_build_object('mention', json_build_object('id', m.id, 'revision', m.revision, 'actor', m.actor,
                'source', m.source, 'excerpt', m.excerpt, 'occurred_at', m.occurred_at, 'data', m.data))::text AS line
            FROM (SELECT DISTINCT ON (id) * FROM (
                (SELECT DISTINCT ON (id) id, revision, actor, source, excerpt, occurred_at, data FROM mention
                 WHERE actor ->> 'id' = $1 AND actor IS NOT NULL AND id > $2
                     AND (lane = -1 OR lane = ANY (ARRAY(SELECT number FROM lane WHERE moved_to IS NULL))) ORDER BY id LIMIT $3)
                UNION ALL
                (SELECT DISTINCT ON (mention_id) mention_id, 0, actor, source, excerpt, occurred_at, data FROM notification
                 WHERE actor ->> 'id' = $1 AND actor IS NOT NULL AND retracted_at IS NULL AND mention_id > $2 ORDER BY mention_id LIMIT $3)
            ) both_forms ORDER BY id, revision DESC LIMIT $3) m ORDER BY m.id
            """;

    private static final UUID FIRST = new UUID(0, 0);

    private final Shards shards;
    private final Deadline deadline;

    PersonExport(Shards shards, Deadline deadline) {
        this.shards = shards;
        this.deadline = deadline;
    }

    /** Emits no line for a person about whom nothing is stored. */
    Multi<String> lines(String person) {
        short lane = (short) Lane.of(person).number();
        Multi<String> all = Multi.createBy().concatenating().streams(inbox(person, lane),
                pages(0L, row -> row.getLong("place"), after -> own(person, NOTIFICATIONS, Tuple.of(person, lane, after, PAGE))),
                marks(person, lane));
        for (Shard shard : shards.all()) {
            all = Multi.createBy().concatenating().streams(all, pages(FIRST, row -> row.getUUID("place"), after -> shard
                    .withPool(pool -> pool.preparedQuery(MENTIONS).execute(Tuple.of(person, after, PAGE)))));
        }
        return all;
    }

    private Multi<String> inbox(String person, short lane) {
        return deadline.within(own(person, INBOX, Tuple.of(person, lane))).map(rows -> rows.iterator().next().getString("line")).toMulti();
    }

    private Multi<String> marks(String person, short lane) {
        return deadline.within(own(person, MARKS, Tuple.of(person, lane))).map(PersonExport::lines).onItem().disjoint();
    }

    private static List<String> lines(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).map(row -> row.getString("line")).filter(Objects::nonNull).toList();
    }

    /** Follows the lane to another server. */
    private Uni<RowSet<Row>> own(String person, String sql, Tuple parameters) {
        return shards.on(person, shard -> shard.withPool(pool -> pool.preparedQuery(sql).execute(parameters)).invoke(rows -> {
            if (rows.size() == 0) {
                throw new MovedException(Lane.of(person));
            }
        }));
    }

    /** How far an export has come. */
    private static final class Place<T> {

        private T after;
        private boolean ended;

        Place(T first) {
            this.after = first;
        }

        List<String> lines(RowSet<Row> rows, Function<Row, T> place) {
            List<Row> lines = StreamSupport.stream(rows.spliterator(), false).filter(row -> row.getString("line") != null).toList();
            ended = lines.size() < PAGE;
            if (!lines.isEmpty()) {
                after = place.apply(lines.getLast());
            }
            return lines.stream().map(row -> row.getString("line")).toList();
        }
    }

    private <T> Multi<String> pages(T first, Function<Row, T> place, Function<T, Uni<RowSet<Row>>> read) {
        return Multi.createFrom().deferred(() -> {
            Place<T> current = new Place<>(first);
            return Multi.createBy().repeating().uni(() -> deadline.within(Uni.createFrom().deferred(() -> read.apply(current.after)))
                    .map(rows -> current.lines(rows, place)))
                    .whilst(_ -> !current.ended)
                    .onItem().<String>disjoint();
        });
    }
}
