package dev.beckon.notification.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.contracts.CatchUp;
import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.InboxPayload;
import dev.beckon.contracts.InboxPayload.InboxChanged;
import dev.beckon.contracts.InboxPayload.NewNotification;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Notification;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A client that builds its inbox only from differences or only from frames, from the first one on, and drops what is older than its
 * state.
 */
final class ReplicaOfInbox {

    /** The stored notifications, in the form of {@link #rows}. */
    static final String ROWS = """
            SELECT n.seq, n.rev, n.id, n.read_at IS NOT NULL OR n.seq <= i.read_up_to AND n.unread_at IS NULL, n.archived_at IS NOT NULL
            FROM notification n JOIN inbox i USING (recipient_id) WHERE n.recipient_id = '%s' AND n.retracted_at IS NULL ORDER BY n.seq
            """;

    private final String user;
    private final Map<UUID, Notification> notifications = new HashMap<>();
    private InboxState state;

    ReplicaOfInbox(String user, UUID epoch) {
        this.user = user;
        this.state = InboxState.empty(epoch);
    }

    synchronized CatchUp.Position position() {
        return new CatchUp.Position(user, state.rev(), state.epoch());
    }

    synchronized InboxState state() {
        return state;
    }

    synchronized void apply(CatchUp.Difference difference) {
        if (difference.state().rev() < state.rev()) {
            return;
        }
        if (difference.snapshot()) {
            throw new AssertionError("a replica that asks often needs no snapshot");
        }
        become(difference.state());
        difference.notifications().forEach(changed -> notifications.put(changed.id(), changed));
        difference.retracted().forEach(retraction -> notifications.remove(retraction.id()));
    }

    synchronized void apply(InboxFrame frame, ObjectMapper json) {
        if (frame.revisions().previous() != state.rev()) {
            throw new AssertionError("a frame follows revision %d, not %d".formatted(frame.revisions().previous(), state.rev()));
        }
        try {
            if (frame.event().equals(InboxPayload.NEW_NOTIFICATION)) {
                NewNotification news = json.readValue(frame.payload(), NewNotification.class);
                become(news.state());
                notifications.put(news.notification().id(), news.notification());
            } else {
                apply(json.readValue(frame.payload(), InboxChanged.class));
            }
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private void apply(InboxChanged change) {
        become(change.state());
        long rev = state.rev();
        each(change.read(), n -> n.with(rev, true, n.archived()));
        each(change.unread(), n -> n.with(rev, false, n.archived()));
        each(change.archived(), n -> n.with(rev, n.read(), true));
        each(change.unarchived(), n -> n.with(rev, n.read(), false));
        change.retracted().forEach(notifications::remove);
        change.updated().forEach(updated -> notifications.put(updated.id(), updated));
    }

    private void each(List<UUID> ids, UnaryOperator<Notification> changed) {
        ids.forEach(id -> notifications.computeIfPresent(id, (_, notification) -> changed.apply(notification)));
    }

    /** A watermark that rises makes everything below it read; what is marked unread after that is in the same or a later change. */
    private void become(InboxState next) {
        if (next.readUpTo() > state.readUpTo()) {
            notifications.replaceAll((_, n) -> n.seq() <= next.readUpTo() ? n.with(n.rev(), true, n.archived()) : n);
        }
        state = next;
    }

    synchronized List<String> rows() {
        return notifications.values().stream().sorted(Comparator.comparingLong(Notification::seq)).map(n -> "%d %d %s %s %s".formatted(
                n.seq(), n.rev(), n.id(), n.read(), n.archived())).toList();
    }

    /** Newest first. */
    synchronized List<Notification> list(Predicate<Notification> shown) {
        return notifications.values().stream().filter(shown).sorted(Comparator.comparingLong(Notification::seq).reversed()).toList();
    }
}
