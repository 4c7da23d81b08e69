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
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Adds new mentions to inboxes, each exactly once however often it arrives.
 *
 * @param mentions without a revision
 * @param indices of the mentions among all changes of the transaction
 * @param batch {@code mentions} as JSON
 */
record AddStatement(List<MentionCreated> mentions, List<Integer> indices, String batch, boolean textsInRows) implements Step {

    /**
     * $1 the mentions as JSON, $2 the lanes of their recipients, $3 whether to write the text into the rows of notifications as
     * well; adds nothing, and returns nothing, if one of the lanes has moved to another server. Ignores a mention whose lane has a
     * later revision of it, recipients and actors who were erased after it happened, and one whose id belongs to another text, which it
     * reports. A text that went with its last recipient's access comes again for a further recipient. Texts that are there are locked, so
     * that they neither expire nor are deleted meanwhile. Reads tables by key only, one row for one
     * recipient, under any plan: {@code OFFSET 0} keeps the search for existing rows from becoming a join, as do the upsert and the
     * subqueries. A join may read a whole index instead, and the planner considers that cheaper for tables that are small or not yet
     * analyzed. What decides about rows is a boolean column, {@code is_fresh} or the {@code CASE}: the planner takes half of the
     * rows to pass it. Of a comparison it would expect one row, and then join each row with each.
     */
    static final String ADD_NEW = """
            WITH here AS MATERIALIZED (
                SELECT number, epoch FROM lane WHERE number = ANY ($2) AND moved_to IS NULL
            ), given AS (
                SELECT * FROM ROWS FROM (jsonb_to_recordset($1::text::jsonb) AS (
                    id uuid, recipients text[], "occurredAt" timestamptz, "expiresAt" timestamptz, %1$s, %3$s))
                WITH ORDINALITY AS m (id, recipients, occurred_at, expires_at, %2$s, %4$s, position)
            ), wanted AS (
                SELECT w.*, dense_rank() OVER (ORDER BY mention_id, lane) AS share FROM (
                    SELECT DISTINCT ON (m.id, r.recipient_id) m.id AS mention_id, r.recipient_id, m.position,
                           lane_of(r.recipient_id) AS lane, %6$s AS erased
                    FROM given m CROSS JOIN LATERAL (SELECT unnest(m.recipients) COLLATE "C") AS r (recipient_id)
                    WHERE CASE WHEN (SELECT count(*) FROM here) = cardinality($2::smallint[]) THEN true ELSE false END
                    ORDER BY m.id, r.recipient_id, m.position) w
            ), share AS MATERIALIZED (
                SELECT w.*, t.revision IS NOT NULL AS known,
                       CASE WHEN t.revision > 0 THEN 'late'
                            WHEN t.excerpt IS NULL THEN NULL
                            WHEN (t.excerpt, t.actor, t.source, t.data) IS DISTINCT FROM (m.excerpt, m.actor, m.source, m.data) THEN 'other'
                            ELSE 'there' END AS found
                FROM (SELECT DISTINCT ON (share) share, mention_id, lane, position FROM wanted WHERE NOT erased ORDER BY share, position) w
                JOIN given m USING (position)
                LEFT JOIN LATERAL (
                    SELECT revision, %4$s FROM mention WHERE id = w.mention_id AND lane = w.lane OFFSET 0 FOR SHARE) t ON true
            ), checked AS MATERIALIZED (
                SELECT w.*, CASE WHEN s.found = 'other' THEN s.position END AS other,
                       NOT w.erased AND coalesce(s.found, 'there') = 'there' AND NOT EXISTS (
                           SELECT FROM notification n WHERE n.mention_id = w.mention_id AND n.recipient_id = w.recipient_id OFFSET 0)
                           AS is_fresh
                FROM wanted w LEFT JOIN share s USING (share)
            ), fresh AS (
                SELECT c.*, row_number() OVER (PARTITION BY c.recipient_id ORDER BY c.position) AS nth, uuidv7() AS id
                FROM checked c WHERE c.is_fresh
            ), written AS (
                INSERT INTO mention (id, lane, occurred_at, expires_at, %4$s)
                SELECT s.mention_id, s.lane, m.occurred_at, m.expires_at, %4$s FROM share s JOIN given m USING (position)
                WHERE s.found IS NULL AND (NOT s.known OR s.share IN (SELECT share FROM fresh))
                ORDER BY s.mention_id, s.lane
                ON CONFLICT (id, lane) DO UPDATE
                SET (occurred_at, expires_at, retracted_at, updated_at, %4$s)
                    = (SELECT excluded.occurred_at, excluded.expires_at, NULL::timestamptz, now(), %5$s)
                WHERE mention.revision = 0 AND mention.excerpt IS NULL
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
                LEFT JOIN LATERAL (SELECT m.occurred_at, %4$s WHERE $3) t ON true
            )
            SELECT w.recipient_id, coalesce(r.rev + f.nth, (SELECT i.rev FROM inbox i WHERE i.recipient_id = w.recipient_id), 0) AS rev,
                   h.epoch, r.read_up_to, f.position, f.id, r.seq + f.nth AS seq, now() AS created_at, r.unread + f.nth AS unread,
                   r.unseen + f.nth AS unseen, w.other
            FROM (SELECT recipient_id, lane, min(other) AS other FROM checked GROUP BY recipient_id, lane) w
            JOIN here h ON h.number = w.lane
            LEFT JOIN fresh f USING (recipient_id)
            LEFT JOIN raised r USING (recipient_id)
            ORDER BY w.recipient_id, f.nth
            """.formatted(OWN_TYPES, OWN_COLUMNS, TEXT_TYPES, TEXT_COLUMNS, TEXT_COLUMNS.replaceAll("(\\w+)", "excluded.$1"),
            Erased.isErased("m.occurred_at", "r.recipient_id", "m.actor ->> 'id'"));

    @Override
    public String sql() {
        return ADD_NEW;
    }

    @Override
    public Tuple parameters() {
        Set<Lane> lanes = mentions.stream().flatMap(mention -> mention.recipients().stream()).map(Lane::of).collect(Collectors.toSet());
        return Tuple.of(batch, Shards.numbers(lanes), textsInRows);
    }

    @Override
    public boolean hasMoved(RowSet<Row> rows) {
        return rows.size() == 0 && mentions.stream().anyMatch(mention -> !mention.recipients().isEmpty());
    }

    @Override
    public List<Outcome> outcomes(RowSet<Row> rows, InboxFrames frames) {
        List<Outcome> outcomes = new ArrayList<>(rows.size());
        for (Row row : rows) {
            outcomes.add(outcome(row, frames));
        }
        return outcomes;
    }

    private Outcome outcome(Row row, InboxFrames frames) {
        String recipient = row.getString("recipient_id");
        UUID epoch = row.getUUID("epoch");
        UUID id = row.getUUID("id");
        Long other = row.getLong("other");
        int conflict = other == null ? Outcome.NONE : indices.get(other.intValue() - 1);
        if (id == null) {
            Long rev = row.getLong("rev");
            return new Outcome(Outcome.NONE, conflict, false,
                    _ -> InboxFrame.stale(recipient, rev, epoch));
        }
        int position = row.getInteger("position") - 1;
        InboxState inbox = InboxWriter.state(row, epoch);
        NewNotification news = new NewNotification(
                Notification.of(mentions.get(position), id, inbox, row.getOffsetDateTime("created_at").toInstant()), inbox);
        return new Outcome(indices.get(position), conflict, true, trail -> frames.newNotification(recipient, news, trail));
    }
}
