package dev.beckon.notification.inbox;

import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.Trail;
import dev.beckon.notification.inbox.NotificationStore.Stored;
import java.util.List;
import java.util.UUID;

/** The ids of new notifications, from the frames that publish them. */
final class NotificationIds {

    private static final String BEFORE = "{\"notification\":{\"id\":\"";

    private NotificationIds() {}

    static List<UUID> of(Stored stored) {
        return stored.frames(_ -> Trail.NONE).stream().filter(frame -> !frame.event().equals(InboxFrame.STALE))
                .map(NotificationIds::of).toList();
    }

    static UUID of(InboxFrame frame) {
        return UUID.fromString(frame.payload().substring(BEFORE.length(), BEFORE.length() + 36));
    }
}
