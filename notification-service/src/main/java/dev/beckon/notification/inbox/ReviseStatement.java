package dev.beckon.notification.inbox;

import static dev.beckon.notification.inbox.NotificationEntity.OWN_COLUMNS;
import static dev.beckon.notification.inbox.NotificationEntity.OWN_TYPES;
import static dev.beckon.notification.inbox.NotificationEntity.TEXT_COLUMNS;
import static dev.beckon.notification.inbox.NotificationEntity.TEXT_TYPES;

import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.InboxPayload.InboxChanged;
import dev.beckon.contracts.InboxPayload.NewNotification;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.Notification;
import dev.beckon.notification.inbox.NotificationStore.Outcome;
import dev.beckon.notification.inbox.NotificationStore.Step;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Applies a revision of a mention to one lane, as a difference of recipients: adds it to the inboxes of new ones, takes it back
 * from those that it does not name any more, and gives the others the new text. A revision that is not above the lane's changes
 * nothing, so repeated, late and overtaking revisions end in the same state.
 *
 * @param index of the change among all of the transaction
 * @param mention {@code null}: the lane has no recipients any more
 * @param json the mention, or what takes it back
 */
record ReviseStatement(int index, Lane lane, @Nullable MentionCreated mention, String json) implements Step {

    /**
     * $1 the mention as JSON, $2 the lane, $3 its recipients, whose inboxes the transaction has made and locked, like those of the
     * recipients so far. Returns nothing if the lane has moved to another server; otherwise at least one row.
     */
    static final String REVISE = """
            WITH here AS MATERIALIZED (
                SELECT epoch FROM lane WHERE number = $2 AND moved_to IS NULL
            ), given AS MATERIALIZED (
                SELECT m.* FROM here CROSS JOIN jsonb_to_record($1::text::jsonb) AS m (
                    id uuid, revision bigint, "occurredAt" timestamptz, %1$s, %3$s)
            ), applied AS (
                INSERT INTO mention AS m (id, lane, revision, occurred_at, retracted_at, %4$s)
                SELECT id, $2, revision, "occurredAt", CASE WHEN excerpt IS NULL THEN now() END, %4$s FROM given
                ON CONFLICT (id, lane) DO UPDATE
                SET (revision, occurred_at, retracted_at, updated_at, %4$s)
                    = (SELECT excluded.revision, excluded.occurred_at, excluded.retracted_at, now(), %5$s)
                WHERE m.revision < excluded.revision
                RETURNING m.id
            ), existing AS (
                SELECT n.* FROM given g CROSS JOIN LATERAL (
                    SELECT recipient_id, seq AS old_seq, retracted_at IS NOT NULL AS gone,
                           read_at IS NULL AND archived_at IS NULL AND retracted_at IS NULL AS open, unread_at IS NOT NULL AS reopened
                    FROM notification WHERE mention_id = g.id OFFSET 0) n
                WHERE lane_of(n.recipient_id) = $2
            ), change AS (
                SELECT recipient_id, e.old_seq, i.was_unread, i.was_unread AND old_seq > i.seen_up_to AS was_unseen,
                       CASE WHEN w.named IS NULL THEN 'retracted' WHEN e.gone IS NOT FALSE THEN 'added' ELSE 'updated' END AS what
                FROM (SELECT DISTINCT r COLLATE "C" AS recipient_id, true AS named FROM unnest($3::text[]) AS r) w
                FULL JOIN existing e USING (recipient_id)
                CROSS JOIN LATERAL (
                    SELECT coalesce(e.open AND (e.old_seq > b.read_up_to OR e.reopened), false) AS was_unread, b.seen_up_to
                    FROM inbox b WHERE b.recipient_id = coalesce(w.recipient_id, e.recipient_id) OFFSET 0) i
                WHERE EXISTS (SELECT FROM applied) AND (w.named OR NOT e.gone)
            ), raised AS (
                UPDATE inbox i
                SET rev = i.rev + 1, updated_at = now(),
                    seq = i.seq + (c.what = 'added')::int,
                    unread = i.unread + (c.what = 'added')::int - (c.what = 'retracted' AND c.was_unread)::int,
                    unseen = CASE WHEN c.what = 'added' THEN i.unseen + 1
                                  WHEN c.what = 'updated' OR NOT c.was_unread THEN i.unseen
                                  ELSE least(i.unread - 1, greatest(0, i.unseen - coalesce(c.was_unseen, false)::int)) END
                FROM change c WHERE i.recipient_id = c.recipient_id AND i.recipient_id = ANY (ARRAY(SELECT recipient_id FROM change))
                RETURNING i.recipient_id, i.seq AS inbox_seq, i.rev, i.unread, i.unseen, i.read_up_to, c.old_seq, c.what
            ), kept AS (
                UPDATE notification n
                SET rev = r.rev, retracted_at = CASE WHEN r.what = 'retracted' THEN now() END,
                    seq = CASE WHEN r.what = 'added' THEN r.inbox_seq ELSE n.seq END,
                    created_at = CASE WHEN r.what = 'added' THEN now() ELSE n.created_at END,
                    read_at = CASE WHEN r.what <> 'added' THEN n.read_at END,
                    unread_at = CASE WHEN r.what <> 'added' THEN n.unread_at END,
                    archived_at = CASE WHEN r.what <> 'added' THEN n.archived_at END,
                    kind = coalesce(g.kind, n.kind), thread = g.thread,
                    occurred_at = NULL, actor = NULL, source = NULL, excerpt = NULL, data = NULL
                FROM raised r CROSS JOIN given g WHERE n.recipient_id = r.recipient_id AND n.seq = r.old_seq
                RETURNING n.*
            ), inserted AS (
                INSERT INTO notification (recipient_id, seq, rev, mention_id, %2$s)
                SELECT r.recipient_id, r.inbox_seq, r.rev, g.id, %2$s
                FROM raised r CROSS JOIN given g WHERE r.old_seq IS NULL
                RETURNING *
            )
            SELECT h.epoch, x.* FROM here h LEFT JOIN (
                SELECT r.recipient_id, r.what, r.rev, r.unread, r.unseen, r.inbox_seq AS seq, r.read_up_to, n.id, n.seq AS own_seq, n.created_at,
                       n.read_at IS NOT NULL OR n.seq <= r.read_up_to AND n.unread_at IS NULL AS is_read,
                       n.archived_at IS NOT NULL AS is_archived
                FROM raised r JOIN (SELECT * FROM kept UNION ALL SELECT * FROM inserted) n USING (recipient_id)
                UNION ALL
                SELECT e.recipient_id, 'repeated', i.rev, i.unread, i.unseen, i.seq, i.read_up_to, NULL, NULL, NULL, NULL, NULL
                FROM existing e JOIN inbox i USING (recipient_id) WHERE NOT EXISTS (SELECT FROM applied)
            ) x ON true
            ORDER BY x.recipient_id
            """.formatted(OWN_TYPES, OWN_COLUMNS, TEXT_TYPES, TEXT_COLUMNS, TEXT_COLUMNS.replaceAll("(\\w+)", "excluded.$1"));

    @Override
    public String sql() {
        return REVISE;
    }

    @Override
    public Tuple parameters() {
        return Tuple.of(json, (short) lane.number(), mention == null ? new String[0] : mention.recipients().toArray(String[]::new));
    }

    @Override
    public boolean hasMoved(RowSet<Row> rows) {
        return rows.size() == 0;
    }

    @Override
    public List<Outcome> outcomes(RowSet<Row> rows, InboxFrames frames) {
        List<Outcome> outcomes = new ArrayList<>(rows.size());
        for (Row row : rows) {
            if (row.getString("recipient_id") != null) {
                outcomes.add(outcome(row, frames));
            }
        }
        return outcomes;
    }

    private Outcome outcome(Row row, InboxFrames frames) {
        String recipient = row.getString("recipient_id");
        InboxState inbox = InboxWriter.state(row, row.getUUID("epoch"));
        return switch (row.getString("what")) {
            case "added" -> {
                NewNotification news = new NewNotification(notification(row, inbox), inbox);
                yield new Outcome(index, Outcome.NONE, true, trail -> frames.newNotification(recipient, news, trail));
            }
            case "updated" -> changed(recipient, InboxChanged.updated(inbox, notification(row, inbox)), frames);
            case "retracted" -> changed(recipient, InboxChanged.retracted(inbox, row.getUUID("id")), frames);
            default -> new Outcome(Outcome.NONE, Outcome.NONE, false, _ -> InboxFrame.stale(recipient, inbox.rev(), inbox.epoch()));
        };
    }

    private Outcome changed(String recipient, InboxChanged change, InboxFrames frames) {
        return new Outcome(index, Outcome.NONE, false, _ -> frames.inboxChanged(recipient, change));
    }

    private Notification notification(Row row, InboxState inbox) {
        UUID id = row.getUUID("id");
        return Notification.of(Objects.requireNonNull(mention), id, inbox, row.getOffsetDateTime("created_at").toInstant())
                .at(row.getLong("own_seq")).with(inbox.rev(), row.getBoolean("is_read"), row.getBoolean("is_archived"));
    }
}
