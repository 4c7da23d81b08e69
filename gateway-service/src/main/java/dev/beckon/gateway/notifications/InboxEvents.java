package dev.beckon.gateway.notifications;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.EventResult;
import dev.beckon.channels.Member;
import dev.beckon.channels.RawJson;
import dev.beckon.contracts.CatchUp.Grouped;
import dev.beckon.contracts.CatchUp.Position;
import dev.beckon.contracts.InboxRequest;
import dev.beckon.contracts.InboxRequest.Selection;
import dev.beckon.contracts.Limits;
import dev.beckon.contracts.NotificationPage;
import dev.beckon.contracts.Source;
import dev.beckon.contracts.rules.TextRules;
import dev.beckon.gateway.auth.User;
import dev.beckon.gateway.notifications.InboxClient.UnavailableException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what clients send on their inboxes: the position in a join, and events, each answered with the new counts or a page. */
@Singleton
final class InboxEvents {

    /** At most 18 digits, so that the number fits into a long. */
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

    private static final Set<String> FILTERS = Set.of("unread", "archived", "kind", "thread", "source");

    /** Parameters that lists by thread can have. */
    private static final Set<String> OF_GROUPS = Set.of("before", "limit", "unread");

    private final InboxClient inbox;

    InboxEvents(InboxClient inbox) {
        this.inbox = inbox;
    }

    Uni<EventResult> handle(Member member, String event, JsonNode payload) {
        User user = member.socketAssigns().get(User.class);
        Uni<?> answer;
        try {
            answer = switch (event) {
                case "mark_seen" -> inbox.markSeen(user);
                case "mark_read" -> inbox.markRead(user, selection(payload));
                case "mark_source_read" -> inbox.markRead(user, Selection.of(requiredSource(payload)));
                case "mark_unread" -> inbox.markUnread(user, selection(payload));
                case "mark_all_read" -> inbox.markAllRead(user, number(payload, "up_to"));
                case "archive" -> inbox.archive(user, selection(payload));
                case "archive_read" -> inbox.archiveRead(user);
                case "unarchive" -> inbox.unarchive(user, ids(payload));
                case "list" -> inbox.list(user, query(payload));
                case "viewing" -> view(member, source(payload));
                default -> throw new IllegalArgumentException("unknown_event");
            };
        } catch (IllegalArgumentException e) {
            return Uni.createFrom().item(EventResult.error(reason(e)));
        }
        return answer.map(EventResult::ok)
                .onFailure(UnavailableException.class)
                .recoverWithItem(e -> EventResult.error(e.reason()));
    }

    /** The device no longer shows what it showed, also if the answer is a refusal. */
    private Uni<?> view(Member member, Source.@Nullable Key source) {
        User user = member.socketAssigns().get(User.class);
        Viewing viewing = member.assigns().find(Viewing.class)
                .orElseGet(() -> new Viewing(ids -> inbox.markRead(user, Selection.of(ids))));
        member.assigns().put(Viewing.class, viewing);
        viewing.show(null);
        return source == null
                ? Uni.createFrom().item(RawJson.EMPTY)
                : inbox.markRead(user, Selection.of(source)).invoke(() -> viewing.show(source));
    }

    /** The reason for the client; every exception that this class throws for a client has one. */
    static String reason(IllegalArgumentException refusal) {
        return Objects.requireNonNull(refusal.getMessage());
    }

    /**
     * The client's position when it joins: none, or a revision and its epoch. One that asks for groups gets them from the first on.
     *
     * @throws IllegalArgumentException with the reason for the client
     */
    static Position position(String user, JsonNode payload) {
        if (isByThread(payload)) {
            return new Position(user, null, null, new Grouped(0));
        }
        Long rev = number(payload, "rev");
        return rev == null ? new Position(user, null, null) : new Position(user, rev, epoch(payload.path("epoch")));
    }

    /**
     * Reads a number of at least 0, or its digits in a string: some clients, such as Go's nshafer/phx, send only strings.
     *
     * @return {@code null} if the field is absent or null
     * @throws IllegalArgumentException with the reason for the client, {@code invalid_<field>}
     */
    private static @Nullable Long number(JsonNode payload, String field) {
        JsonNode value = payload.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (value.isTextual() && DIGITS.matcher(value.textValue()).matches()) {
            return Long.valueOf(value.textValue());
        }
        if (!value.canConvertToExactIntegral() || !value.canConvertToLong() || value.longValue() < 0) {
            throw new IllegalArgumentException("invalid_" + field);
        }
        return value.longValue();
    }

    private static @Nullable UUID epoch(JsonNode epoch) {
        if (epoch.isMissingNode() || epoch.isNull()) {
            return null;
        }
        try {
            return UUID.fromString(epoch.asText());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("invalid_epoch", e);
        }
    }

    private static boolean isByThread(JsonNode payload) {
        JsonNode group = payload.path("group");
        if (group.isMissingNode() || group.isNull()) {
            return false;
        }
        if (!group.asText().equals("thread")) {
            throw new IllegalArgumentException("invalid_group");
        }
        return true;
    }

    /** Ids, a source or a thread. */
    static Selection selection(JsonNode payload) {
        String thread = text(payload, "thread", InboxEvents::wrongInThread);
        if (thread != null) {
            if (payload.hasNonNull("ids") || payload.hasNonNull("source")) {
                throw new IllegalArgumentException("invalid_thread");
            }
            return Selection.of(thread);
        }
        Source.Key source = source(payload);
        if (source == null) {
            return Selection.of(ids(payload));
        }
        if (payload.hasNonNull("ids")) {
            throw new IllegalArgumentException("invalid_source");
        }
        return Selection.of(source);
    }

    private static List<UUID> ids(JsonNode payload) {
        JsonNode ids = payload.path("ids");
        if (!ids.isArray() || ids.isEmpty() || ids.size() > InboxRequest.MAX_IDS) {
            throw new IllegalArgumentException("invalid_ids");
        }
        List<UUID> parsed = new ArrayList<>(ids.size());
        for (JsonNode id : ids) {
            try {
                parsed.add(UUID.fromString(id.asText()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("invalid_ids", e);
            }
        }
        return parsed;
    }

    private static Source.Key requiredSource(JsonNode payload) {
        Source.Key source = source(payload);
        if (source == null) {
            throw new IllegalArgumentException("invalid_source");
        }
        return source;
    }

    private static Source.@Nullable Key source(JsonNode payload) {
        JsonNode source = payload.path("source");
        if (source.isMissingNode() || source.isNull()) {
            return null;
        }
        String type = source.path("type").textValue();
        String id = source.path("id").textValue();
        if (type == null || TextRules.line(type, Limits.SOURCE_TYPE_LENGTH) != null
                || id == null || TextRules.line(id, Limits.SOURCE_ID_LENGTH) != null) {
            throw new IllegalArgumentException("invalid_source");
        }
        return new Source.Key(type, id);
    }

    /** The query of a page as REST has it. An unknown name in the filter is refused: without it the list would show more. */
    static Map<String, String> query(JsonNode payload) {
        Map<String, String> query = filtered(payload);
        if (isByThread(payload)) {
            if (!OF_GROUPS.containsAll(query.keySet())) {
                throw new IllegalArgumentException("invalid_group");
            }
            query.put("group", "thread");
        }
        return query;
    }

    private static Map<String, String> filtered(JsonNode payload) {
        Map<String, String> query = new HashMap<>();
        put(query, "before", number(payload, "before"));
        put(query, "limit", limit(payload));
        put(query, "count", flag(payload, "count"));
        JsonNode filter = payload.path("filter");
        if (filter.isMissingNode() || filter.isNull()) {
            return query;
        }
        if (!filter.isObject() || !FILTERS.containsAll(filter.propertyStream().map(Map.Entry::getKey).toList())) {
            throw new IllegalArgumentException("invalid_filter");
        }
        put(query, "unread", flag(filter, "unread"));
        put(query, "archived", flag(filter, "archived"));
        put(query, "kind", text(filter, "kind", kind -> TextRules.word(kind, Limits.KIND_LENGTH)));
        put(query, "thread", text(filter, "thread", InboxEvents::wrongInThread));
        Source.Key source = source(filter);
        if (source != null) {
            query.put("source_type", source.type());
            query.put("source_id", source.id());
        }
        return query;
    }

    private static @Nullable String wrongInThread(String thread) {
        return TextRules.line(thread, Limits.THREAD_LENGTH);
    }

    private static void put(Map<String, String> query, String name, @Nullable Object value) {
        if (value != null) {
            query.put(name, value.toString());
        }
    }

    private static @Nullable Integer limit(JsonNode payload) {
        Long limit = number(payload, "limit");
        if (limit != null && (limit < 1 || limit > NotificationPage.MAX_LIMIT)) {
            throw new IllegalArgumentException("invalid_limit");
        }
        return limit == null ? null : limit.intValue();
    }

    /** @return {@code null} if the field is absent, null or false; true may stand in a string, as numbers may */
    private static @Nullable Boolean flag(JsonNode payload, String field) {
        JsonNode value = payload.path(field);
        if (value.isMissingNode() || value.isNull() || value.asText().equals("false")) {
            return null;
        }
        if (!value.asText().equals("true")) {
            throw new IllegalArgumentException("invalid_" + field);
        }
        return true;
    }

    /** @param rule describes what is wrong with a text; {@code null}: nothing */
    private static @Nullable String text(JsonNode payload, String field, Function<String, @Nullable String> rule) {
        JsonNode value = payload.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual() || rule.apply(value.textValue()) != null) {
            throw new IllegalArgumentException("invalid_" + field);
        }
        return value.textValue();
    }
}
