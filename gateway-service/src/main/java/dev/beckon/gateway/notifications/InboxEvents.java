package dev.beckon.gateway.notifications;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.EventResult;
import dev.beckon.contracts.CatchUp.Position;
import dev.beckon.contracts.InboxRequest;
import dev.beckon.contracts.NotificationPage;
import dev.beckon.gateway.auth.User;
import dev.beckon.gateway.notifications.InboxClient.UnavailableException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what clients send on their inboxes: the position in a join, and events, each answered with the new counts or a page. */
@Singleton
final class InboxEvents {

    /** At most 18 digits, so that the number fits into a long. */
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

    private final InboxClient inbox;

    InboxEvents(InboxClient inbox) {
        this.inbox = inbox;
    }

    Uni<EventResult> handle(User user, String event, JsonNode payload) {
        Uni<?> answer;
        try {
            answer = switch (event) {
                case "mark_seen" -> inbox.markSeen(user);
                case "mark_read" -> inbox.markRead(user, ids(payload));
                case "mark_all_read" -> inbox.markAllRead(user, number(payload, "up_to"));
                case "archive" -> inbox.archive(user, ids(payload));
                case "list" -> inbox.list(user, number(payload, "before"), limit(payload));
                default -> throw new IllegalArgumentException("unknown_event");
            };
        } catch (IllegalArgumentException e) {
            return Uni.createFrom().item(EventResult.error(reason(e)));
        }
        return answer.map(EventResult::ok)
                .onFailure(UnavailableException.class)
                .recoverWithItem(e -> EventResult.error(e.reason()));
    }

    /** The reason for the client; every exception that this class throws for a client has one. */
    static String reason(IllegalArgumentException refusal) {
        return Objects.requireNonNull(refusal.getMessage());
    }

    /**
     * The client's position when it joins: none, or a revision and its epoch.
     *
     * @throws IllegalArgumentException with the reason for the client
     */
    static Position position(String user, JsonNode payload) {
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

    private static @Nullable Integer limit(JsonNode payload) {
        Long limit = number(payload, "limit");
        if (limit != null && (limit < 1 || limit > NotificationPage.MAX_LIMIT)) {
            throw new IllegalArgumentException("invalid_limit");
        }
        return limit == null ? null : limit.intValue();
    }
}
