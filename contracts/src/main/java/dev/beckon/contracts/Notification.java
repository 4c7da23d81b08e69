package dev.beckon.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One recipient's copy of a mention, as REST and sockets show it.
 *
 * @param seq its fixed position in the recipient's inbox, from 1
 * @param rev the inbox's revision at its last change
 * @param group of which it is the newest; {@code null} outside lists by thread, and if it belongs to no thread
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Notification(
        UUID id,
        @JsonProperty("mention_id") UUID mentionId,
        long seq,
        long rev,
        Actor actor,
        Source source,
        String excerpt,
        @JsonProperty("occurred_at") Instant occurredAt,
        String kind,
        @Nullable String thread,
        @Nullable ObjectNode data,
        @JsonProperty("created_at") Instant createdAt,
        boolean read,
        boolean archived,
        @Nullable Group group) {

    /** A notification by itself. */
    public Notification(UUID id, UUID mentionId, long seq, long rev, Actor actor, Source source, String excerpt, Instant occurredAt,
            String kind, @Nullable String thread, @Nullable ObjectNode data, Instant createdAt, boolean read, boolean archived) {
        this(id, mentionId, seq, rev, actor, source, excerpt, occurredAt, kind, thread, data, createdAt, read, archived, null);
    }

    /**
     * The notifications of one thread in a list. The numbers are of its newest {@link NotificationPage#MAX_COUNT}.
     *
     * @param actors the last {@link #MAX_ACTORS} of them, the latest first
     * @param actorCount different actors, among the newest {@link #ACTORS_OF}
     */
    public record Group(String thread, int count, int unread, List<Actor> actors, @JsonProperty("actor_count") int actorCount) {

        public static final int MAX_ACTORS = 5;

        /** Notifications whose actors are compared: each is a look-up of its mention. */
        public static final int ACTORS_OF = 1_000;
    }

    /** The notification that a normalized mention adds to an inbox: the newest there, unread. */
    public static Notification of(MentionCreated mention, UUID id, InboxState inbox, Instant createdAt) {
        return new Notification(id, mention.id(), inbox.seq(), inbox.rev(), mention.actor(), mention.source(), mention.excerpt(),
                mention.occurredAt(), Objects.requireNonNullElse(mention.kind(), MentionCreated.DEFAULT_KIND), mention.thread(), mention
                        .data(), createdAt, false, false);
    }

    /** A copy at another position. */
    public Notification at(long seq) {
        return new Notification(id, mentionId, seq, rev, actor, source, excerpt, occurredAt, kind, thread, data, createdAt, read, archived);
    }

    /** A copy with another revision and other flags. */
    public Notification with(long rev, boolean read, boolean archived) {
        return new Notification(id, mentionId, seq, rev, actor, source, excerpt, occurredAt, kind, thread, data, createdAt, read, archived);
    }

    /** A copy that stands for its group. */
    public Notification in(Group group) {
        return new Notification(id, mentionId, seq, rev, actor, source, excerpt, occurredAt, kind, thread, data, createdAt, read, archived,
                group);
    }
}
