package dev.beckon.notification.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.beckon.contracts.Lane;
import dev.beckon.notification.inbox.StatusResource.MentionStatus;
import dev.beckon.notification.inbox.StatusResource.Recipient;
import dev.beckon.notification.inbox.shards.MovedException;
import dev.beckon.notification.inbox.shards.Shard;
import dev.beckon.notification.inbox.shards.Shards;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks every server for the recipients of one mention, and puts their answers together. */
@ApplicationScoped
class StatusReader {

    /**
     * $1 the mention, $2 the recipient after which the page begins, $3 how many, $4 the lanes. At least one row, which has those of the
     * lanes that are here. For a watermark that an earlier release raised there is no mark: its time is at the latest that of the inbox's last change.
     */
    static final String STATUS = """
            WITH here AS MATERIALIZED (
                SELECT number FROM lane WHERE number = ANY ($4) AND moved_to IS NULL
            ), page AS (
                SELECT recipient_id, seq, occurred_at, created_at, read_at, unread_at, archived_at, retracted_at FROM notification
                WHERE mention_id = $1 AND recipient_id COLLATE "POSIX" > $2 AND lane_of(recipient_id) IN (SELECT number FROM here)
                ORDER BY recipient_id COLLATE "POSIX" LIMIT $3
            )
            SELECT (SELECT array_agg(number) FROM here) AS lanes, m.revision, m.all_retracted, m.last_retracted, p.recipient_id,
                   coalesce(m.occurred_at, p.occurred_at) AS occurred_at, p.created_at, p.archived_at, p.retracted_at,
                   CASE WHEN p.seq <= i.seen_up_to THEN coalesce(seen.at, i.updated_at) END AS seen_at,
                   CASE WHEN p.read_at IS NULL AND p.unread_at IS NULL AND p.seq <= i.read_up_to THEN coalesce(read.at, i.updated_at)
                        ELSE p.read_at END AS read_at
            FROM (
                SELECT max(revision) AS revision, max(occurred_at) AS occurred_at,
                       bool_and(retracted_at IS NOT NULL) AS all_retracted, max(retracted_at) AS last_retracted
                FROM mention WHERE id = $1 AND (lane = %d OR lane IN (SELECT number FROM here))) m
            LEFT JOIN page p ON true
            LEFT JOIN LATERAL (SELECT * FROM inbox WHERE recipient_id = p.recipient_id OFFSET 0) i ON true
            LEFT JOIN LATERAL (
                SELECT at FROM inbox_mark WHERE recipient_id = p.recipient_id AND what = 'seen' AND up_to >= p.seq
                ORDER BY up_to LIMIT 1) seen ON true
            LEFT JOIN LATERAL (
                SELECT at FROM inbox_mark WHERE recipient_id = p.recipient_id AND what = 'read' AND up_to >= p.seq
                ORDER BY up_to LIMIT 1) read ON true
            """.formatted(MentionText.SHARED);

    /** PostgreSQL's order of the column, which is not Java's beyond U+FFFF. */
    private static final Comparator<Recipient> BY_ID = Comparator.comparing(recipient -> recipient.user().getBytes(UTF_8),
            Arrays::compareUnsigned);

    private final Shards shards;

    StatusReader(Shards shards) {
        this.shards = shards;
    }

    /**
     * @param after only recipients after this one; empty: from the first
     * @return empty if no server knows the mention; fails while a lane is on no server, as in the last moment of its move
     */
    Uni<Optional<MentionStatus>> status(UUID mention, String after, int limit) {
        Uni<Optional<MentionStatus>> status = Uni.createFrom().deferred(() -> Uni.join()
                .all(Lane.ALL.stream().collect(Collectors.groupingBy(shards::of, Collectors.toSet())).entrySet().stream()
                        .map(part -> ask(part.getKey(), part.getValue(), mention, after, limit)).toList())
                .andFailFast().map(answers -> toStatus(mention, limit, answers.stream().flatMap(List::stream).toList())));
        return status.onFailure(MovedException.class).retry().atMost(1);
    }

    /** Follows lanes that have left the server, and fails then. */
    private Uni<List<Row>> ask(Shard shard, Set<Lane> lanes, UUID mention, String after, int limit) {
        Tuple parameters = Tuple.of(mention, after, limit + 1, Shards.numbers(lanes));
        return shard.unlessSilent(shard.withPool(pool -> pool.preparedQuery(STATUS).execute(parameters)))
                .map(StatusReader::list)
                .chain(rows -> {
                    Set<Lane> left = left(lanes, rows.getFirst());
                    return left.isEmpty()
                            ? Uni.createFrom().item(rows)
                            : shards.follow(shard, left).chain(() -> Uni.createFrom().failure(new MovedException(left)));
                });
    }

    private static Set<Lane> left(Set<Lane> asked, Row row) {
        Short[] here = row.getArrayOfShorts("lanes");
        Set<Short> numbers = here == null ? Set.of() : Set.of(here);
        return asked.stream().filter(lane -> !numbers.contains((short) lane.number())).collect(Collectors.toSet());
    }

    private static List<Row> list(RowSet<Row> rows) {
        List<Row> list = new ArrayList<>();
        rows.forEach(list::add);
        return list;
    }

    private static Optional<MentionStatus> toStatus(UUID mention, int limit, List<Row> rows) {
        List<Recipient> recipients = rows.stream().filter(row -> row.getString("recipient_id") != null)
                .map(StatusReader::recipient).sorted(BY_ID).toList();
        List<Row> known = rows.stream().filter(row -> row.getLong("revision") != null).toList();
        if (known.isEmpty() && recipients.isEmpty()) {
            return Optional.empty();
        }
        boolean isRetracted = !known.isEmpty() && known.stream().allMatch(row -> row.getBoolean("all_retracted"));
        List<Recipient> shown = recipients.subList(0, Math.min(limit, recipients.size()));
        return Optional.of(new MentionStatus(mention, known.stream().mapToLong(row -> row.getLong("revision")).max().orElse(0),
                latest(rows, "occurred_at"), isRetracted ? latest(known, "last_retracted") : null, shown,
                recipients.size() > limit ? shown.getLast().user() : null));
    }

    /** A watermark that rose when the notification was gone says nothing about it. */
    private static Recipient recipient(Row row) {
        Instant retracted = time(row, "retracted_at");
        return new Recipient(row.getString("recipient_id"), time(row, "created_at"), unlessAfter(retracted, time(row, "seen_at")),
                unlessAfter(retracted, time(row, "read_at")), time(row, "archived_at"), retracted);
    }

    private static @Nullable Instant unlessAfter(@Nullable Instant end, @Nullable Instant time) {
        return end != null && time != null && time.isAfter(end) ? null : time;
    }

    private static @Nullable Instant latest(List<Row> rows, String column) {
        return rows.stream().flatMap(row -> Stream.ofNullable(time(row, column))).max(Comparator.naturalOrder()).orElse(null);
    }

    private static @Nullable Instant time(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
