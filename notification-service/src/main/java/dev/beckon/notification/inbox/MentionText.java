package dev.beckon.notification.inbox;

import static dev.beckon.notification.inbox.NotificationEntity.TEXT_COLUMNS;

import java.util.Comparator;
import java.util.UUID;

/**
 * The rows of {@code mention} in SQL. The text of a new mention is there once for all lanes of the server, and is not edited. A lane that
 * has a revision of the mention has a row of its own, and the shared one is nothing to it any more. So lanes apply a revision
 * independently, and none shows a text before its own record of it. The shared text goes when no lane shows it any more.
 */
final class MentionText {

    /** The lane of a shared text. */
    static final int SHARED = -1;

    /** PostgreSQL's order of ids, in which transactions lock them. */
    static final Comparator<UUID> ID_ORDER = Comparator.comparing(UUID::toString);

    /** The row {@code m} with the text that a notification {@code n} shows; none: the text is in the notification. */
    static final String SHOWN = "LEFT JOIN LATERAL (SELECT * FROM mention WHERE id = n.mention_id AND lane IN (" + SHARED
            + ", lane_of(n.recipient_id)) ORDER BY lane DESC LIMIT 1) m ON true";

    /** Removes the text of a row. */
    static final String EMPTY = "occurred_at = NULL, retracted_at = now(), updated_at = now(), "
            + TEXT_COLUMNS.replaceAll("(\\w+)", "$1 = NULL");

    /** Locks the shared texts of the mentions $1, so that the next statement sees what others did with them. */
    static final String LOCK = "SELECT FROM mention WHERE id = ANY ($1) AND lane = " + SHARED + " ORDER BY id FOR UPDATE";

    private MentionText() {}

    /**
     * The condition for the notification {@code n} of a recipient and a mention, by its index. The collation, which is C by another name,
     * keeps PostgreSQL from reading all of the recipient's notifications by an index that begins with the recipient.
     */
    static String notificationOf(String mention, String recipient) {
        return "n.mention_id = %s AND n.recipient_id COLLATE \"POSIX\" = %s".formatted(mention, recipient);
    }

    /** The condition for rows {@code m} with a source that a lane shows. */
    static String ofSource(String lane, String type, String id) {
        return """
                m.lane IN (%1$d, %2$s) AND m.source ->> 'type' = %3$s AND m.source ->> 'id' = %4$s AND (m.lane = %2$s OR NOT EXISTS (
                    SELECT FROM mention o WHERE o.id = m.id AND o.lane = %2$s OFFSET 0))""".formatted(SHARED, lane, type, id);
    }

    /** Whether the notification {@code n}, of the mention, shows the text of the row {@code m}. */
    static String isShownIn(String m, String n) {
        return """
                %2$s.retracted_at IS NULL AND CASE WHEN %1$s.lane = %3$d THEN NOT EXISTS (
                    SELECT FROM mention o WHERE o.id = %1$s.id AND o.lane = lane_of(%2$s.recipient_id) OFFSET 0)
                    ELSE lane_of(%2$s.recipient_id) = %1$s.lane END""".formatted(m, n, SHARED);
    }

    /**
     * Whether a notification {@code n} of a lane that is here shows the text of the row {@code m}.
     *
     * @param also a further condition for {@code n}
     */
    static String isShown(String also) {
        return """
                EXISTS (
                    SELECT FROM notification n WHERE n.mention_id = m.id AND %s AND %s
                        AND lane_of(n.recipient_id) IN (SELECT number FROM lane WHERE moved_to IS NULL) OFFSET 0)"""
                .formatted(isShownIn("m", "n"), also);
    }
}
