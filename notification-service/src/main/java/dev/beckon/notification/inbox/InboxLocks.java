package dev.beckon.notification.inbox;

import dev.beckon.contracts.Lane;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The first statement of a transaction: makes missing inboxes and locks all of them, in recipient order. An inbox that was erased is
 * not made for what happened before.
 */
final class InboxLocks {

    /**
     * $1 recipients, $2 when what they are named in happened. {@code WHERE false}: PostgreSQL locks an existing row without making a
     * new version (PostgreSQL, INSERT, "ON CONFLICT Clause").
     */
    private static final String LOCK = """
            INSERT INTO inbox (recipient_id, rev)
            SELECT DISTINCT r.recipient_id COLLATE "C", coalesce((%s), 0) FROM (%s) r
            WHERE NOT (%s) OR EXISTS (SELECT FROM inbox i WHERE i.recipient_id = r.recipient_id OFFSET 0)
            ORDER BY 1
            ON CONFLICT (recipient_id) DO UPDATE SET updated_at = excluded.updated_at WHERE false
            """;

    private static final String NAMED = "SELECT * FROM unnest($1::text[], $2::timestamptz[]) AS n (recipient_id, occurred_at)";

    private static final String LOCK_NAMED = lock(NAMED);

    /** The same with the recipients so far of the mentions $3 in the lanes $4. */
    static final String LOCK_ALSO_EARLIER = lock(NAMED + """

            UNION ALL
            SELECT n.recipient_id, NULL FROM (SELECT DISTINCT unnest($3::uuid[]) AS id) m CROSS JOIN LATERAL (
                SELECT recipient_id FROM notification WHERE mention_id = m.id OFFSET 0) n
            WHERE (m.id, lane_of(n.recipient_id)) IN (SELECT * FROM unnest($3::uuid[], $4::smallint[]))
            """);

    private final List<String> recipients = new ArrayList<>();
    private final List<OffsetDateTime> times = new ArrayList<>();
    private final List<UUID> mentions = new ArrayList<>();
    private final List<Short> lanes = new ArrayList<>();

    private static String lock(String who) {
        return LOCK.formatted(Erased.rev("r.recipient_id"), who, Erased.isErased("r.occurred_at", "r.recipient_id"));
    }

    void add(List<String> named, Instant occurredAt) {
        OffsetDateTime time = occurredAt.atOffset(ZoneOffset.UTC);
        named.forEach(recipient -> {
            recipients.add(recipient);
            times.add(time);
        });
    }

    /** Also locks the inboxes of the mention's recipients so far in the lane. */
    void addEarlier(UUID mention, Lane lane) {
        mentions.add(mention);
        lanes.add((short) lane.number());
    }

    String sql() {
        return mentions.isEmpty() ? LOCK_NAMED : LOCK_ALSO_EARLIER;
    }

    Tuple parameters() {
        Tuple parameters = Tuple.of(recipients.toArray(String[]::new), times.toArray(OffsetDateTime[]::new));
        return mentions.isEmpty()
                ? parameters
                : parameters.addValue(mentions.toArray(UUID[]::new)).addValue(lanes.toArray(Short[]::new));
    }
}
