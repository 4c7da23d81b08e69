package dev.beckon.notification.inbox;

import static dev.beckon.notification.inbox.NotificationEntity.TEXT_COLUMNS;

import dev.beckon.contracts.AccessRevoked;
import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.InboxPayload.InboxChanged;
import dev.beckon.contracts.InboxRequest;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.Trail;
import dev.beckon.notification.inbox.NotificationStore.Lock;
import dev.beckon.notification.inbox.NotificationStore.Outcome;
import dev.beckon.notification.inbox.NotificationStore.Step;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Takes back from a user the notifications from a source or a thread, with one revision of the inbox. A mention's text goes as well if
 * no other notification shows it; its revision stays, so that only a higher one shows it again.
 *
 * @param index of the change among all of the transaction
 */
record RevokeStatement(int index, AccessRevoked access) implements Step {

    private static final String NO_TEXT = TEXT_COLUMNS.replaceAll("(\\w+)", "$1 = NULL");

    /**
     * Takes back the notifications {@code gone (recipient_id, seq)}, whose inboxes are locked, and raises the revision of each inbox by
     * one. {@code raised} has the inboxes with the ids that were taken back.
     */
    static final String TAKE_BACK = """
            taken AS (
                UPDATE notification n
                SET rev = g.rev + 1, retracted_at = now(), thread = NULL, occurred_at = NULL, %s
                FROM (SELECT g.*, i.* FROM gone g CROSS JOIN LATERAL (
                          SELECT rev, read_up_to, seen_up_to FROM inbox WHERE recipient_id = g.recipient_id OFFSET 0) i) g
                WHERE n.recipient_id = g.recipient_id AND n.seq = g.seq AND n.retracted_at IS NULL
                RETURNING n.recipient_id, n.mention_id, n.id, n.seq, n.seq > g.seen_up_to AS unseen,
                          n.read_at IS NULL AND (n.seq > g.read_up_to OR n.unread_at IS NOT NULL) AND n.archived_at IS NULL AS unread
            ), raised AS (
                UPDATE inbox i
                SET rev = i.rev + 1, updated_at = now(), unread = i.unread - t.unread,
                    unseen = least(i.unread - t.unread, greatest(0, i.unseen - t.unseen))
                FROM (SELECT recipient_id, array_agg(id ORDER BY seq) AS ids, count(*) FILTER (WHERE unread) AS unread,
                             count(*) FILTER (WHERE unread AND unseen) AS unseen FROM taken GROUP BY recipient_id) t
                WHERE i.recipient_id = t.recipient_id AND i.recipient_id = ANY (ARRAY(SELECT recipient_id FROM taken))
                RETURNING i.recipient_id, i.unread, i.unseen, i.seq, i.rev, i.read_up_to, t.ids
            )""".formatted(NO_TEXT);

    /**
     * $1 the user, whose inbox the transaction has locked, $2 the lane. Returns nothing if the lane has moved to another server;
     * otherwise one row.
     */
    private static final String REVOKE = """
            WITH here AS MATERIALIZED (
                SELECT epoch FROM lane WHERE number = $2 AND moved_to IS NULL
            ), gone AS MATERIALIZED (
                SELECT $1::text COLLATE "C" AS recipient_id, g.seq FROM here CROSS JOIN (%s) g
            ), %s, emptied AS (
                UPDATE mention m SET %s
                WHERE m.id = ANY (ARRAY(SELECT mention_id FROM taken)) AND m.lane IN (%s, $2) AND m.excerpt IS NOT NULL AND NOT %s
            )
            SELECT h.epoch, coalesce(r.rev, i.rev) AS rev, r.unread, r.unseen, r.seq, r.read_up_to, r.ids
            FROM here h LEFT JOIN inbox i ON i.recipient_id = $1 LEFT JOIN raised r ON true
            """;

    /** $3 and $4 the source; the second part is for rows of a release that kept the text in them. */
    private static final String BY_SOURCE = """
            SELECT n.seq, n.mention_id FROM mention m CROSS JOIN LATERAL (
                SELECT seq, mention_id FROM notification n WHERE %s AND retracted_at IS NULL OFFSET 0) n
            WHERE %s
            UNION
            SELECT seq, mention_id FROM notification
            WHERE recipient_id = $1 AND source ->> 'type' = $3 AND source ->> 'id' = $4 AND source IS NOT NULL AND retracted_at IS NULL
            """.formatted(MentionText.notificationOf("m.id", "$1"), MentionText.ofSource("$2", "$3", "$4"));

    /** $3 the thread; an index answers each part. */
    private static final String BY_THREAD = """
            SELECT seq, mention_id FROM notification
            WHERE recipient_id = $1 AND thread = $3 AND archived_at IS NULL AND retracted_at IS NULL
            UNION ALL
            SELECT seq, mention_id FROM notification
            WHERE recipient_id = $1 AND thread = $3 AND archived_at IS NOT NULL AND retracted_at IS NULL
            """;

    static final String OF_SOURCE = revoke(BY_SOURCE);
    static final String OF_THREAD = revoke(BY_THREAD);
    static final String LOCK_OF_SOURCE = lock(BY_SOURCE);
    static final String LOCK_OF_THREAD = lock(BY_THREAD);

    private static String revoke(String which) {
        return REVOKE.formatted(which, TAKE_BACK, MentionText.EMPTY, MentionText.SHARED, MentionText.isShown("n.recipient_id <> $1"));
    }

    private static String lock(String which) {
        return "SELECT FROM mention WHERE id = ANY (ARRAY(SELECT mention_id FROM (" + which + ") g)) AND lane IN (" + MentionText.SHARED
                + ", $2) ORDER BY id, lane FOR UPDATE";
    }

    @Override
    public Lock lock() {
        return new Lock(access.source() == null ? LOCK_OF_THREAD : LOCK_OF_SOURCE, parameters());
    }

    @Override
    public String sql() {
        return access.source() == null ? OF_THREAD : OF_SOURCE;
    }

    @Override
    public Tuple parameters() {
        Tuple parameters = Tuple.of(access.user(), (short) Lane.of(access.user()).number());
        return access.source() == null
                ? parameters.addValue(access.thread())
                : parameters.addValue(access.source().type()).addValue(access.source().id());
    }

    @Override
    public boolean hasMoved(RowSet<Row> rows) {
        return rows.size() == 0;
    }

    @Override
    public List<Outcome> outcomes(RowSet<Row> rows, InboxFrames frames) {
        Row row = rows.iterator().next();
        UUID epoch = row.getUUID("epoch");
        if (row.getArrayOfUUIDs("ids") != null) {
            InboxFrame frame = frame(access.user(), row, epoch, frames);
            return List.of(new Outcome(index, Outcome.NONE, false, _ -> frame));
        }
        long rev = Objects.requireNonNullElse(row.getLong("rev"), 0L);
        return List.of(new Outcome(Outcome.NONE, Outcome.NONE, false, _ -> InboxFrame.stale(access.user(), rev, epoch)));
    }

    /** The frame for an inbox from which {@link #TAKE_BACK} has taken notifications. */
    static InboxFrame frame(String user, Row row, UUID epoch, InboxFrames frames) {
        InboxState inbox = InboxWriter.state(row, epoch);
        List<UUID> ids = List.of(row.getArrayOfUUIDs("ids"));
        // Too many for one frame: gateways fetch them instead.
        return ids.size() > InboxRequest.MAX_CHANGED
                ? InboxFrame.stale(user, inbox.rev(), epoch)
                : frames.inboxChanged(user, InboxChanged.retracted(inbox, ids), Trail.NONE);
    }
}
