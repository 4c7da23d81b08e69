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
import dev.beckon.notification.inbox.NotificationStore.Lock;
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
 * Applies revisions of mentions, at most one for each lane, as differences of recipients: adds a mention to the inboxes of new ones,
 * takes it back from those that it does not name any more, and gives the others the new text. A revision that is not above the
 * lane's changes nothing, so repeated, late and overtaking revisions end in the same state. Taking back the lane's own revision ends
 * one that is due to expire.
 *
 * @param json of each revision the mention, or what takes it back
 */
record ReviseStatement(List<Revision> revisions, String json) implements Step {

    /**
     * A revision of a mention in one lane.
     *
     * @param index of the change among all of the transaction
     * @param mention {@code null}: the lane has no recipients any more
     */
    record Revision(int index, Lane lane, UUID id, @Nullable MentionCreated mention) {}

    /**
     * $1 the mentions as JSON, $2 their lanes, all different. The transaction has made and locked the inboxes of their recipients and
     * of the recipients so far. An actor who was erased after the mention happened takes it back, and such recipients are not named. Returns nothing if one of the lanes has moved to another server; otherwise at least one row for each
     * revision.
     */
    static final String REVISE = """
            WITH here AS MATERIALIZED (
                SELECT number, epoch FROM lane WHERE number = ANY ($2) AND moved_to IS NULL
            ), given AS MATERIALIZED (
                SELECT * FROM ROWS FROM (
                    jsonb_to_recordset(CASE WHEN %6$s THEN (
                        SELECT jsonb_agg(CASE WHEN %7$s THEN jsonb_build_object('id', m -> 'id', 'revision', m -> 'revision') ELSE m END
                                         ORDER BY position)
                        FROM jsonb_array_elements($1::text::jsonb) WITH ORDINALITY AS e (m, position)) ELSE $1::text::jsonb END) AS (
                        id uuid, revision bigint, recipients text[], "occurredAt" timestamptz, "expiresAt" timestamptz, %1$s, %3$s),
                    unnest($2::smallint[]))
                WITH ORDINALITY AS m (id, revision, recipients, occurred_at, expires_at, %2$s, %4$s, lane, position)
                WHERE CASE WHEN (SELECT count(*) FROM here) = cardinality($2::smallint[]) THEN true ELSE false END
            ), applied AS (
                INSERT INTO mention AS m (id, lane, revision, occurred_at, expires_at, retracted_at, %4$s)
                SELECT id, lane, revision, occurred_at, expires_at, CASE WHEN excerpt IS NULL THEN now() END, %4$s FROM given ORDER BY id, lane
                ON CONFLICT (id, lane) DO UPDATE
                SET (revision, occurred_at, expires_at, retracted_at, updated_at, %4$s)
                    = (SELECT excluded.revision, excluded.occurred_at, excluded.expires_at, excluded.retracted_at, now(), %5$s)
                WHERE m.revision < excluded.revision
                    OR m.revision = excluded.revision AND excluded.excerpt IS NULL AND m.expires_at <= now()
                RETURNING m.id, m.lane
            ), emptied AS (
                UPDATE mention m SET %9$s
                WHERE m.id = ANY (ARRAY(SELECT id FROM given)) AND m.lane = %10$d AND m.excerpt IS NOT NULL AND NOT %11$s
            ), existing AS (
                SELECT g.position, n.* FROM (SELECT DISTINCT id FROM given) m CROSS JOIN LATERAL (
                    SELECT recipient_id, lane_of(recipient_id) AS lane, seq AS old_seq, retracted_at IS NOT NULL AS gone,
                           read_at IS NULL AND archived_at IS NULL AND retracted_at IS NULL AS open, unread_at IS NOT NULL AS reopened
                    FROM notification WHERE mention_id = m.id OFFSET 0) n
                JOIN given g USING (id, lane)
            ), change AS (
                SELECT position, recipient_id, e.old_seq, CASE WHEN e.old_seq IS NULL THEN uuidv7() END AS new_id, i.was_unread, i.was_unread AND old_seq > i.seen_up_to AS was_unseen,
                       CASE WHEN w.named IS NULL THEN 'retracted' WHEN e.gone IS NOT FALSE THEN 'added' ELSE 'updated' END AS what
                FROM (SELECT DISTINCT position, r COLLATE "C" AS recipient_id, true AS named
                      FROM given g CROSS JOIN LATERAL unnest(recipients) AS r WHERE NOT (%8$s)) w
                FULL JOIN existing e USING (position, recipient_id)
                CROSS JOIN LATERAL (
                    SELECT coalesce(e.open AND (e.old_seq > b.read_up_to OR e.reopened), false) AS was_unread, b.seen_up_to
                    FROM inbox b WHERE b.recipient_id = coalesce(w.recipient_id, e.recipient_id) OFFSET 0) i
                WHERE position IN (SELECT g.position FROM given g JOIN applied USING (lane)) AND (w.named OR NOT e.gone)
            ), raised AS (
                UPDATE inbox i
                SET rev = i.rev + 1, updated_at = now(),
                    seq = i.seq + (c.what = 'added')::int,
                    unread = i.unread + (c.what = 'added')::int - (c.what = 'retracted' AND c.was_unread)::int,
                    unseen = CASE WHEN c.what = 'added' THEN i.unseen + 1
                                  WHEN c.what = 'updated' OR NOT c.was_unread THEN i.unseen
                                  ELSE least(i.unread - 1, greatest(0, i.unseen - coalesce(c.was_unseen, false)::int)) END
                FROM change c WHERE i.recipient_id = c.recipient_id AND i.recipient_id = ANY (ARRAY(SELECT recipient_id FROM change))
                RETURNING c.position, i.recipient_id, i.seq AS inbox_seq, i.rev, i.unread, i.unseen, i.read_up_to, c.old_seq, c.new_id,
                          c.what
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
                FROM raised r JOIN given g USING (position) WHERE n.recipient_id = r.recipient_id AND n.seq = r.old_seq
                RETURNING r.position, r.recipient_id, r.what, r.rev, r.unread, r.unseen, r.inbox_seq AS seq, r.read_up_to,
                          n.id, n.seq AS own_seq, n.created_at,
                          n.read_at IS NOT NULL OR n.seq <= r.read_up_to AND n.unread_at IS NULL AS is_read,
                          n.archived_at IS NOT NULL AS is_archived
            ), inserted AS (
                INSERT INTO notification (recipient_id, seq, rev, id, mention_id, %2$s)
                SELECT r.recipient_id, r.inbox_seq, r.rev, r.new_id, g.id, %2$s
                FROM raised r JOIN given g USING (position) WHERE r.new_id IS NOT NULL
            )
            SELECT g.position, h.epoch, x.* FROM given g JOIN here h ON h.number = g.lane LEFT JOIN (
                SELECT position AS changed, recipient_id, what, rev, unread, unseen, seq, read_up_to, id, own_seq, created_at, is_read,
                       is_archived
                FROM kept
                UNION ALL
                SELECT position, recipient_id, what, rev, unread, unseen, inbox_seq, read_up_to, new_id, inbox_seq, now(), false, false
                FROM raised WHERE new_id IS NOT NULL
                UNION ALL
                SELECT e.position, i.recipient_id, 'repeated', i.rev, i.unread, i.unseen, i.seq, i.read_up_to, NULL, NULL, NULL, NULL, NULL
                FROM existing e CROSS JOIN LATERAL (SELECT * FROM inbox WHERE recipient_id = e.recipient_id OFFSET 0) i
                WHERE e.position NOT IN (SELECT c.position FROM given c JOIN applied USING (lane))
            ) x ON x.changed = g.position
            ORDER BY g.position, x.recipient_id
            """.formatted(OWN_TYPES, OWN_COLUMNS, TEXT_TYPES, TEXT_COLUMNS, TEXT_COLUMNS.replaceAll("(\\w+)", "excluded.$1"),
            Erased.ANY, Erased.isErased("(m ->> 'occurredAt')::timestamptz", "m -> 'actor' ->> 'id'"), Erased.isErased("g.occurred_at",
                    "r"), MentionText.EMPTY, MentionText.SHARED,
            MentionText.isShown("(m.id, lane_of(n.recipient_id)) NOT IN (SELECT id, lane FROM given)"));

    @Override
    public String sql() {
        return REVISE;
    }

    @Override
    public Tuple parameters() {
        return Tuple.of(json, revisions.stream().map(revision -> (short) revision.lane().number()).toArray(Short[]::new));
    }

    @Override
    public Lock lock() {
        return new Lock(MentionText.LOCK, Tuple.of(revisions.stream().map(Revision::id).distinct().toArray(UUID[]::new)));
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
        Revision revision = revisions.get(row.getInteger("position") - 1);
        InboxState inbox = InboxWriter.state(row, row.getUUID("epoch"));
        return switch (row.getString("what")) {
            case "added" -> {
                NewNotification news = new NewNotification(notification(revision, row, inbox), inbox);
                yield new Outcome(revision.index(), Outcome.NONE, true, trail -> frames.newNotification(recipient, news, trail));
            }
            case "updated" -> changed(revision, recipient, InboxChanged.updated(inbox, notification(revision, row, inbox)), frames);
            case "retracted" -> changed(revision, recipient, InboxChanged.retracted(inbox, List.of(row.getUUID("id"))), frames);
            default -> new Outcome(Outcome.NONE, Outcome.NONE, false, _ -> InboxFrame.stale(recipient, inbox.rev(), inbox.epoch()));
        };
    }

    private static Outcome changed(Revision revision, String recipient, InboxChanged change, InboxFrames frames) {
        return new Outcome(revision.index(), Outcome.NONE, false, trail -> frames.inboxChanged(recipient, change, trail));
    }

    private static Notification notification(Revision revision, Row row, InboxState inbox) {
        UUID id = row.getUUID("id");
        return Notification.of(Objects.requireNonNull(revision.mention()), id, inbox, row.getOffsetDateTime("created_at").toInstant())
                .at(row.getLong("own_seq")).with(inbox.rev(), row.getBoolean("is_read"), row.getBoolean("is_archived"));
    }
}
