package dev.beckon.contracts;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.UUID;

/** Payloads of the events on {@code notifications:{user}}. */
public final class InboxPayload {

    public static final String NEW_NOTIFICATION = "new_notification";
    public static final String INBOX_CHANGED = "inbox_changed";

    private InboxPayload() {}

    /** Event {@code new_notification}: the notification and the inbox just after it, so badge and list cannot disagree. */
    public record NewNotification(Notification notification, @JsonUnwrapped InboxState state) {}

    /**
     * Event {@code inbox_changed}: one of the user's devices changed the inbox.
     *
     * @param read ids of notifications that are read now
     * @param archived ids of notifications that are archived now
     */
    public record InboxChanged(@JsonUnwrapped InboxState state, List<UUID> read, List<UUID> archived) {}
}
