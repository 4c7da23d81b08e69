package dev.beckon.notification.inbox;

import static dev.beckon.notification.inbox.NotificationEntity.OWN_COLUMNS;
import static dev.beckon.notification.inbox.NotificationEntity.OWN_TYPES;
import static dev.beckon.notification.inbox.NotificationEntity.TEXT_COLUMNS;
import static dev.beckon.notification.inbox.NotificationEntity.TEXT_TYPES;

import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.InboxPayload.NewNotification;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.Notification;
import dev.beckon.notification.inbox.NotificationStore.Outcome;
import dev.beckon.notification.inbox.NotificationStore.Step;
import dev.beckon.notification.inbox.shards.Shards;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Adds new mentions to inboxes, each exactly once however often it arrives.
 *
 * @param texts the mentions without a revision, each id once, in the order of ids
 * @param batch {@code texts} as JSON
 * @param rows wanted notifications
 * @param textsInRows whether to write the text into the rows of notifications as well
 */
record AddStatement(List<MentionCreated> texts, String batch, List<Wanted> rows, boolean textsInRows) implements Step {

    /**
     * A notification that may be there already.
     *
     * @param change index of the change among all of the transaction
     * @param text index in {@code texts}
     */
    record Wanted(int change, int text, String recipient, Lane lane) {}

    /**
     * $1 the mentions as JSON, $2 the lanes of their recipients, $3 to $5 the wanted notifications: recipient, number of the mention,
     * lane; $6 whether to write the text into the rows as well. Adds nothing, and returns nothing, if one of the lanes has moved to
     * another server; otherwise a row for each wanted notification. Ignores a mention whose lane has a revision of it, recipients and actors
     * who were erased after it happened, one that has expired, and one whose id belongs to another text, which it reports. A text that went with its last
     * notification comes again for a further recipient. Texts that are there are locked, so that they neither expire nor are
     * deleted meanwhile, always in the order of ids.
     *
     * <p>Reads tables by key only, one row for one recipient, under any plan: {@code OFFSET 0} keeps the search for existing rows from
     * becoming a join, as do the upsert and the subqueries. A join may read a whole index instead, and the planner considers that
     * cheaper for tables that are small or not yet analyzed. What decides about rows is a boolean column or a {@code CASE}: the planner
     * takes half of the rows to pass it. Of a comparison it would expect one row, and then join each row with each.
     */
    static final String ADD_NEW = """
            WITH here AS MATERIALIZED (
                SELECT number, epoch FROM lane WHERE number = ANY ($2) AND moved_to IS NULL
            ), given AS MATERIALIZED (
                SELECT * FROM ROWS FROM (jsonb_to_recordset($1::text::jsonb) AS (
                    id uuid, "occurredAt" timestamptz, "expiresAt" timestamptz, %1$s, %3$s))
                WITH ORDINALITY AS m (id, occurred_at, expires_at, %2$s, %4$s, position)
                WHERE CASE WHEN (SELECT count(*) FROM here) = cardinality($2::smallint[]) THEN true ELSE false END
            ), known AS MATERIALIZED (
                SELECT m.position, t.lane, CASE WHEN t.lane >= 0 OR t.expires_at <= clock_timestamp() THEN 'late' WHEN t.excerpt IS NULL THEN 'gone'
                    WHEN (t.excerpt, t.actor, t.source, t.data) IS DISTINCT FROM (m.excerpt, m.actor, m.source, m.data) THEN 'other'
                    ELSE 'there' END AS found
                FROM given m CROSS JOIN LATERAL (SELECT lane, expires_at, %4$s FROM mention WHERE id = m.id OFFSET 0 FOR SHARE) t
            ), wanted AS MATERIALIZED (
                SELECT r.recipient_id, r.lane, r.place, m.position, m.id AS mention_id, CASE WHEN own.found IS NULL THEN s.found END AS found,
                       CASE WHEN own.found = 'late' OR s.found IN ('late', 'other') OR %6$s THEN false
                            ELSE NOT EXISTS (SELECT FROM notification n WHERE %7$s OFFSET 0) END AS is_fresh
                FROM (SELECT recipient_id COLLATE "C" AS recipient_id, position, lane, place
                      FROM unnest($3::text[], $4::bigint[], $5::smallint[]) WITH ORDINALITY AS r (recipient_id, position, lane, place)) r
                JOIN given m USING (position)
                LEFT JOIN known s ON s.position = r.position AND s.lane = %8$s
                LEFT JOIN known own ON own.position = r.position AND own.lane = r.lane
            ), fresh AS (
                SELECT place, recipient_id, position, row_number() OVER (PARTITION BY recipient_id ORDER BY place) AS nth, uuidv7() AS id
                FROM wanted WHERE is_fresh
            ), written AS (
                INSERT INTO mention (id, lane, occurred_at, expires_at, %4$s)
                SELECT m.id, %8$s, m.occurred_at, m.expires_at, %4$s FROM given m
                WHERE m.position IN (SELECT position FROM wanted WHERE is_fresh AND found IS DISTINCT FROM 'there')
                ORDER BY m.id
                ON CONFLICT (id, lane) DO UPDATE
                SET (occurred_at, expires_at, retracted_at, updated_at, %4$s)
                    = (SELECT excluded.occurred_at, excluded.expires_at, NULL::timestamptz, now(), %5$s)
                WHERE mention.excerpt IS NULL
            ), raised AS (
                INSERT INTO inbox AS i (recipient_id, seq, rev, unread, unseen)
                SELECT recipient_id, added, added, added, added
                FROM (SELECT recipient_id, count(*) AS added FROM fresh GROUP BY recipient_id) f
                ON CONFLICT (recipient_id) DO UPDATE
                SET seq = i.seq + excluded.seq, rev = i.rev + excluded.rev, unread = i.unread + excluded.unread,
                    unseen = i.unseen + excluded.unseen, updated_at = now()
                RETURNING i.recipient_id, old.seq, old.rev, old.unread, old.unseen, i.read_up_to
            ), added AS (
                INSERT INTO notification (recipient_id, seq, rev, id, mention_id, %2$s, occurred_at, %4$s)
                SELECT f.recipient_id, r.seq + f.nth, r.rev + f.nth, f.id, m.id, %2$s, t.*
                FROM fresh f JOIN raised r USING (recipient_id) JOIN given m USING (position)
                LEFT JOIN LATERAL (SELECT m.occurred_at, %4$s WHERE $6) t ON true
            )
            SELECT w.place, h.epoch, coalesce(r.rev + f.nth, (SELECT i.rev FROM inbox i WHERE i.recipient_id = w.recipient_id), 0) AS rev,
                   r.read_up_to, f.id, r.seq + f.nth AS seq, now() AS created_at, r.unread + f.nth AS unread, r.unseen + f.nth AS unseen,
                   w.found = 'other' AS conflict
            FROM wanted w JOIN here h ON h.number = w.lane LEFT JOIN fresh f USING (place)
            LEFT JOIN raised r ON r.recipient_id = f.recipient_id
            ORDER BY w.recipient_id, f.nth
            """.formatted(OWN_TYPES, OWN_COLUMNS, TEXT_TYPES, TEXT_COLUMNS, TEXT_COLUMNS.replaceAll("(\\w+)", "excluded.$1"),
            Erased.isErased("m.occurred_at", "r.recipient_id", "m.actor ->> 'id'"), MentionText.notificationOf("m.id", "r.recipient_id"),
            MentionText.SHARED);

    /** @param mentions by the index of the change; equal ids have equal texts */
    static AddStatement of(SequencedMap<Integer, MentionCreated> mentions, boolean textsInRows, Function<Object, String> toJson) {
        SequencedMap<UUID, MentionCreated> texts = new TreeMap<>(MentionText.ID_ORDER);
        mentions.values().forEach(mention -> texts.putIfAbsent(mention.id(), mention));
        List<UUID> ids = List.copyOf(texts.keySet());
        Map<UUID, Integer> positions = IntStream.range(0, ids.size()).boxed().collect(Collectors.toMap(ids::get, Function.identity()));
        Map<Integer, Set<String>> known = new HashMap<>();
        List<Wanted> rows = new ArrayList<>();
        mentions.forEach((change, mention) -> {
            int text = Objects.requireNonNull(positions.get(mention.id()));
            Set<String> named = known.computeIfAbsent(text, _ -> new HashSet<>());
            mention.recipients().stream().filter(named::add)
                    .forEach(recipient -> rows.add(new Wanted(change, text, recipient, Lane.of(recipient))));
        });
        List<MentionCreated> list = texts.values().stream().map(mention -> mention.to(List.of())).toList();
        return new AddStatement(list, toJson.apply(list), rows, textsInRows);
    }

    @Override
    public String sql() {
        return ADD_NEW;
    }

    @Override
    public Tuple parameters() {
        return Tuple.of(batch, Shards.numbers(rows.stream().map(Wanted::lane).collect(Collectors.toSet())),
                rows.stream().map(Wanted::recipient).toArray(String[]::new),
                rows.stream().map(row -> row.text() + 1L).toArray(Long[]::new),
                rows.stream().map(row -> (short) row.lane().number()).toArray(Short[]::new), textsInRows);
    }

    @Override
    public boolean hasMoved(RowSet<Row> results) {
        return results.size() == 0 && !rows.isEmpty();
    }

    @Override
    public List<Outcome> outcomes(RowSet<Row> results, InboxFrames frames) {
        List<Outcome> outcomes = new ArrayList<>(results.size());
        String recipient = "";
        for (Row row : results) {
            Wanted wanted = rows.get((int) (row.getLong("place") - 1));
            boolean isFirst = !wanted.recipient().equals(recipient);
            recipient = wanted.recipient();
            if (row.getUUID("id") != null) {
                outcomes.add(added(wanted, row, frames));
            } else if (isFirst || Boolean.TRUE.equals(row.getBoolean("conflict"))) {
                outcomes.add(unchanged(wanted, row));
            }
        }
        return outcomes;
    }

    private Outcome added(Wanted wanted, Row row, InboxFrames frames) {
        InboxState inbox = InboxWriter.state(row, row.getUUID("epoch"));
        NewNotification news = new NewNotification(Notification.of(texts.get(wanted.text()), row.getUUID("id"), inbox,
                row.getOffsetDateTime("created_at").toInstant()), inbox);
        return new Outcome(wanted.change(), Outcome.NONE, true, trail -> frames.newNotification(wanted.recipient(), news, trail));
    }

    private static Outcome unchanged(Wanted wanted, Row row) {
        boolean conflict = Boolean.TRUE.equals(row.getBoolean("conflict"));
        Long rev = row.getLong("rev");
        UUID epoch = row.getUUID("epoch");
        return new Outcome(Outcome.NONE, conflict ? wanted.change() : Outcome.NONE, false,
                _ -> InboxFrame.stale(wanted.recipient(), rev, epoch));
    }
}
