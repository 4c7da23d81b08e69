package dev.beckon.gateway.notifications;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.channel.EventResult;
import dev.beckon.contracts.InboxRequest;
import dev.beckon.contracts.NotificationPage;
import dev.beckon.gateway.auth.User;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a client may ask of its inbox. Each is answered with the new counts, {@code list} with a page. */
@Singleton
final class InboxEvents {

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
                case "mark_all_read" -> inbox.markAllRead(user, JoinParams.number(payload, "up_to"));
                case "archive" -> inbox.archive(user, ids(payload));
                case "list" -> inbox.list(user, JoinParams.number(payload, "before"), limit(payload));
                default -> throw new IllegalArgumentException("unknown_event");
            };
        } catch (IllegalArgumentException e) {
            return Uni.createFrom().item(EventResult.error(e.getMessage()));
        }
        return answer.map(EventResult::ok)
                .onFailure(InboxUnavailableException.class)
                .recoverWithItem(e -> EventResult.error(((InboxUnavailableException) e).reason()));
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
        Long limit = JoinParams.number(payload, "limit");
        if (limit != null && (limit < 1 || limit > NotificationPage.MAX_LIMIT)) {
            throw new IllegalArgumentException("invalid_limit");
        }
        return limit == null ? null : limit.intValue();
    }
}
