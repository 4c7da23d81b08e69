package dev.beckon.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Payloads of the events on {@code notifications:{user}}. */
public final class InboxPayload {

    public static final String NEW_NOTIFICATION = "new_notification";
    public static final String INBOX_CHANGED = "inbox_changed";
    public static final String GROUPS_CHANGED = "groups_changed";

    private InboxPayload() {}

    /** Event {@code new_notification}: the notification and the inbox just after it, so badge and list cannot disagree. */
    public record NewNotification(Notification notification, @JsonUnwrapped InboxState state) {}

    /**
     * Event {@code inbox_changed}: a device of the user changed the inbox, or a mention was edited or taken back. Lists without
     * entries are left out, except for the first two.
     *
     * @param read ids of notifications that are read now
     * @param archived ids of notifications that are archived now
     * @param retracted ids of notifications that are taken back: clients forget them
     * @param unarchived ids of notifications that are in the inbox again
     * @param unread ids of notifications that are unread again, also at or below the watermark
     * @param updated notifications with another text, as they are now; they ring nowhere
     */
    public record InboxChanged(@JsonUnwrapped InboxState state, List<UUID> read, List<UUID> archived,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<UUID> retracted,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<UUID> unarchived,
            @JsonProperty("unread_ids") @JsonInclude(JsonInclude.Include.NON_EMPTY) List<UUID> unread,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Notification> updated) {

        private static final List<UUID> NONE = List.of();

        /** Lists that were left out are empty. */
        public InboxChanged {
            retracted = Objects.requireNonNullElse(retracted, NONE);
            unarchived = Objects.requireNonNullElse(unarchived, NONE);
            unread = Objects.requireNonNullElse(unread, NONE);
            updated = Objects.requireNonNullElse(updated, List.of());
        }

        /** Only the counts or the watermark changed. */
        public static InboxChanged counts(InboxState state) {
            return new InboxChanged(state, NONE, NONE, NONE, NONE, NONE, List.of());
        }

        public static InboxChanged read(InboxState state, List<UUID> ids) {
            return new InboxChanged(state, ids, NONE, NONE, NONE, NONE, List.of());
        }

        public static InboxChanged unread(InboxState state, List<UUID> ids) {
            return new InboxChanged(state, NONE, NONE, NONE, NONE, ids, List.of());
        }

        public static InboxChanged archived(InboxState state, List<UUID> ids) {
            return new InboxChanged(state, NONE, ids, NONE, NONE, NONE, List.of());
        }

        public static InboxChanged unarchived(InboxState state, List<UUID> ids) {
            return new InboxChanged(state, NONE, NONE, NONE, ids, NONE, List.of());
        }

        public static InboxChanged retracted(InboxState state, List<UUID> ids) {
            return new InboxChanged(state, NONE, NONE, ids, NONE, NONE, List.of());
        }

        public static InboxChanged updated(InboxState state, Notification notification) {
            return new InboxChanged(state, NONE, NONE, NONE, NONE, NONE, List.of(notification));
        }
    }

    /**
     * Event {@code groups_changed}, for members that show their inbox by thread: what the list by thread is at {@code rev}, as a
     * difference from the one before, or its first page.
     *
     * @param groups that changed, newest first; notifications without a thread stand for themselves
     * @param gone threads that are not in the list any more
     * @param goneIds notifications without a thread that are not in the list any more
     * @param nextBefore of a snapshot: the {@code before} of the next page, left out if there is none
     * @param snapshot true: the client discards the groups it had
     */
    public record GroupsChanged(long rev, UUID epoch, List<Notification> groups, List<String> gone,
            @JsonProperty("gone_ids") List<UUID> goneIds,
            @JsonProperty("next_before") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long nextBefore, boolean snapshot) {}
}
