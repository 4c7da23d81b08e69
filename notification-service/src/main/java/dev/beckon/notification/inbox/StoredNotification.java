package dev.beckon.notification.inbox;

import dev.beckon.contracts.MentionCreated;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of one recipient in {@link NotificationStore#addNew}.
 *
 * @param rev the inbox's revision after this notification, or its present one if nothing was added
 * @param fresh {@code null}: all that the batch held for this recipient was stored before
 */
public record StoredNotification(String recipient, long rev, UUID epoch, @Nullable Fresh fresh) {

    /**
     * A notification that was not there yet, and the inbox's counts just after it.
     *
     * @param place of {@code mention} among those that were given
     */
    public record Fresh(
            UUID id, int place, MentionCreated mention, long seq, int unread, int unseen, long readUpTo, Instant createdAt) {}
}
