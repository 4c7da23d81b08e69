package dev.beckon.notification.inbox;

import dev.beckon.contracts.InboxFilter;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The conditions of a list in JPQL. A list is the union of one or two parts without common notifications, because an index answers each
 * part from its newest notification on, and none would answer both.
 *
 * @param parts conditions, with named parameters
 */
record InboxList(List<String> parts, Map<String, Object> parameters) {

    private static final String IN_LIST = "recipientId = :user and seq < :before and retractedAt is null and archivedAt is null";
    private static final String ARCHIVED = "recipientId = :user and seq < :before and retractedAt is null and archivedAt is not null";

    /** SQL, because an array is looked up by key: with a join PostgreSQL may read the whole inbox in search of the source. */
    private static final String OF_SOURCE = " and cast(sql('? = ANY (ARRAY(SELECT s.seq FROM mention m CROSS JOIN LATERAL ("
            + "SELECT seq FROM notification n WHERE " + MentionText.notificationOf("m.id", "?") + " OFFSET 0) s WHERE "
            + MentionText.ofSource("?", "?", "?").replace("'", "''").replaceAll("\\s+", " ")
            + "))', seq, :user, :lane, :sourceType, :sourceId, :lane, :lane) as Boolean) = true";

    /** @param before only notifications with a lower {@code seq} */
    static InboxList of(String user, InboxFilter filter, long before, long readUpTo) {
        Map<String, Object> parameters = new HashMap<>(Map.of("user", user, "before", before, "readUpTo", readUpTo));
        String also = also(user, filter, parameters);
        List<String> parts = new ArrayList<>();
        if (filter.archived()) {
            parts.add(ARCHIVED + (filter.unread() ? " and readAt is null and (seq > :readUpTo or unreadAt is not null)" : ""));
        } else if (filter.unread()) {
            parts.add(IN_LIST + " and readAt is null and seq > :readUpTo");
            parts.add(IN_LIST + " and readAt is null and seq <= :readUpTo and unreadAt is not null");
        } else if (also.isEmpty()) {
            parts.add(IN_LIST + " and readAt is null");
            parts.add(IN_LIST + " and readAt is not null");
        } else {
            parts.add(IN_LIST);
        }
        return new InboxList(parts.stream().map(part -> part + also).toList(), parameters);
    }

    private static String also(String user, InboxFilter filter, Map<String, Object> parameters) {
        StringBuilder also = new StringBuilder();
        if (filter.kind() != null) {
            // Names the predicate of the index as well: a prepared plan does not know the parameter's value.
            also.append(MentionCreated.DEFAULT_KIND.equals(filter.kind())
                    ? " and kind = :kind"
                    : " and kind = :kind and kind <> '" + MentionCreated.DEFAULT_KIND + "'");
            parameters.put("kind", filter.kind());
        }
        if (filter.thread() != null) {
            also.append(" and thread = :thread");
            parameters.put("thread", filter.thread());
        }
        Source.Key source = filter.source();
        if (source != null) {
            also.append(OF_SOURCE);
            parameters.putAll(Map.of("lane", (short) Lane.of(user).number(), "sourceType", source.type(), "sourceId", source.id()));
        }
        return also.toString();
    }

    /** The parameters that a part names. */
    Map<String, Object> parametersOf(String part) {
        return parameters.entrySet().stream().filter(parameter -> part.contains(":" + parameter.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
