package dev.beckon.emitter;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a mention. Each time is null while that has not happened.
 *
 * @param revision the highest stored; 0: as it was posted
 * @param occurredAt null if the mention was taken back from all
 * @param recipients a page of all whom any revision named
 * @param nextAfter for {@link Emitter#status(String, int, String)}; null on the last page
 */
public record MentionStatus(UUID id, long revision, @Nullable Instant occurredAt, @Nullable Instant retractedAt, List<Recipient> recipients,
        @Nullable String nextAfter) {

    public MentionStatus {
        recipients = List.copyOf(recipients);
    }

    /** @param retractedAt a revision does not name this recipient any more */
    public record Recipient(String user, @Nullable Instant storedAt, @Nullable Instant seenAt, @Nullable Instant readAt,
            @Nullable Instant archivedAt, @Nullable Instant retractedAt) {}

    /** @throws IllegalArgumentException if it is not a status */
    static MentionStatus of(JsonNode json) {
        List<Recipient> recipients = new ArrayList<>();
        for (JsonNode one : json.path("recipients")) {
            recipients.add(new Recipient(one.path("user").asText(), time(one, "stored_at"), time(one, "seen_at"), time(one, "read_at"),
                    time(one, "archived_at"), time(one, "retracted_at")));
        }
        return new MentionStatus(UUID.fromString(json.path("id").asText()), json.path("revision").asLong(), time(json, "occurred_at"),
                time(json, "retracted_at"), recipients, json.path("next_after").textValue());
    }

    private static @Nullable Instant time(JsonNode json, String field) {
        String text = json.path(field).textValue();
        return text == null ? null : Instant.parse(text);
    }
}
