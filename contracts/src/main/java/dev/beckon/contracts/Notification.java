package dev.beckon.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;

/**
 * One recipient's copy of a mention, as REST and sockets show it.
 *
 * @param seq its fixed place in the recipient's inbox, from 1
 * @param rev the inbox's revision at its last change
 */
public record Notification(
        UUID id,
        @JsonProperty("mention_id") UUID mentionId,
        long seq,
        long rev,
        Actor actor,
        Source source,
        String excerpt,
        @JsonProperty("occurred_at") Instant occurredAt,
        @JsonProperty("created_at") Instant createdAt,
        boolean read,
        boolean archived) {}
