package dev.beckon.gateway.notifications;

import dev.beckon.contracts.CatchUp.Difference;
import dev.beckon.contracts.InboxPayload;
import dev.beckon.contracts.InboxPayload.InboxChanged;
import dev.beckon.contracts.InboxPayload.NewNotification;
import dev.beckon.contracts.Notification;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Turns what changed in an inbox into the events that a member has missed.
 *
 * <p>They come by ascending revision, so a client that loses its connection half way asks for the right rest. The counts
 * are those of now less what is still to be sent: after each event badge and list agree, and after the last one they are
 * the inbox's. What has no row of its own (seen, the watermark) rides on every event and, if it came last, on a closing
 * {@code inbox_changed}.
 *
 * <p>One change may have touched several notifications, which then share a revision. If they need more than one event
 * there is no revision for the first: a client that has it would never ask for the others. Then nothing is built, and a
 * new join brings everything in one reply. Pure.
 */
final class GapRepair {

    /** @param payload an {@link InboxPayload} */
    record MissedEvent(String event, Object payload) {}

    private final Difference difference;
    private final long knownSeq;
    private final List<MissedEvent> events = new ArrayList<>();
    private final List<Notification> changed = new ArrayList<>();
    private int newUnread;
    private int newUnseen;
    private long lastRev;
    private boolean sharedRev;

    private GapRepair(Difference difference, long knownSeq) {
        this.difference = difference;
        this.knownSeq = knownSeq;
    }

    /**
     * @param difference no snapshot; its notifications by ascending revision
     * @param knownSeq what lies beyond is new to the member
     * @return empty if two events would need the same revision
     */
    static Optional<List<MissedEvent>> events(Difference difference, long knownSeq) {
        return new GapRepair(difference, knownSeq).build();
    }

    private Optional<List<MissedEvent>> build() {
        newUnread = (int) difference.notifications().stream().filter(n -> isNew(n) && !n.read()).count();
        newUnseen = (int) difference.notifications().stream().filter(this::isNew).count();
        long rev = 0;
        for (Notification notification : difference.notifications()) {
            if (isNew(notification)) {
                flushChanged(rev);
                addNew(notification);
            } else {
                changed.add(notification);
            }
            rev = notification.rev();
        }
        if (!changed.isEmpty() || rev < difference.rev()) {
            flush(difference.rev());
        }
        return sharedRev ? Optional.empty() : Optional.of(events);
    }

    /** Archived before the member heard of it: nothing to show. */
    private boolean isNew(Notification notification) {
        return notification.seq() > knownSeq && !notification.archived();
    }

    private void addNew(Notification notification) {
        newUnread -= notification.read() ? 0 : 1;
        newUnseen--;
        add(notification.rev(), InboxPayload.NEW_NOTIFICATION, new NewNotification(notification, unread(), unseen(),
                notification.seq(), notification.rev(), difference.epoch(), difference.readUpTo()));
    }

    private void flushChanged(long rev) {
        if (!changed.isEmpty()) {
            flush(rev);
        }
    }

    private void flush(long rev) {
        List<UUID> read = changed.stream().filter(n -> n.read() && !n.archived()).map(Notification::id).toList();
        List<UUID> archived = changed.stream().filter(Notification::archived).map(Notification::id).toList();
        add(rev, InboxPayload.INBOX_CHANGED, new InboxChanged(unread(), unseen(), difference.seq(), rev,
                difference.epoch(), read, difference.readUpTo(), archived));
        changed.clear();
    }

    private void add(long rev, String event, Object payload) {
        sharedRev |= rev == lastRev;
        lastRev = rev;
        events.add(new MissedEvent(event, payload));
    }

    private int unread() {
        return Math.max(0, difference.unread() - newUnread);
    }

    private int unseen() {
        return Math.min(unread(), Math.max(0, difference.unseen() - newUnseen));
    }
}
