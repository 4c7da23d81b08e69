package dev.beckon.gateway.notifications;

import dev.beckon.contracts.CatchUp.Difference;
import dev.beckon.contracts.InboxPayload;
import dev.beckon.contracts.InboxPayload.InboxChanged;
import dev.beckon.contracts.InboxPayload.NewNotification;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Notification;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Turns the changes in an inbox into the events that a member has missed. Pure.
 *
 * <p>They are sorted by ascending revision, so a client that loses its connection half way asks for exactly the rest. The
 * counts are the current ones minus the events still to be sent: after each event badge and list agree, and after the last one
 * they equal the inbox's. Changes without a row of their own (seen, the watermark) travel with every event and, if they came
 * last, with a closing {@code inbox_changed}.
 *
 * <p>One change may touch several notifications, which then share a revision. If they need more than one event, the first has
 * no revision to carry: a client that had it would never ask for the others. In that case the result is empty, and a new join
 * brings everything in one reply.
 */
final class GapRepair {

    /** @param payload an {@link InboxPayload} */
    record MissedEvent(String event, Object payload) {}

    private final Difference difference;
    private final InboxState now;
    private final long knownSeq;
    private final List<MissedEvent> events = new ArrayList<>();
    private final List<Notification> changed = new ArrayList<>();
    private int newUnread;
    private int newUnseen;
    private long lastRev;
    private boolean sharedRev;

    private GapRepair(Difference difference, long knownSeq) {
        this.difference = difference;
        this.now = difference.state();
        this.knownSeq = knownSeq;
    }

    /**
     * @param difference not a snapshot; its notifications by ascending revision
     * @param knownSeq the member's newest seq; greater ones are new to it
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
        if (!changed.isEmpty() || rev < now.rev()) {
            flush(now.rev());
        }
        return sharedRev ? Optional.empty() : Optional.of(events);
    }

    /** A notification that was archived before the member got it is not shown. */
    private boolean isNew(Notification notification) {
        return notification.seq() > knownSeq && !notification.archived();
    }

    private void addNew(Notification notification) {
        newUnread -= notification.read() ? 0 : 1;
        newUnseen--;
        add(notification.rev(), InboxPayload.NEW_NOTIFICATION, new NewNotification(notification, state(notification.seq(), notification
                .rev())));
    }

    private void flushChanged(long rev) {
        if (!changed.isEmpty()) {
            flush(rev);
        }
    }

    private void flush(long rev) {
        List<UUID> read = changed.stream().filter(n -> n.read() && !n.archived()).map(Notification::id).toList();
        List<UUID> archived = changed.stream().filter(Notification::archived).map(Notification::id).toList();
        add(rev, InboxPayload.INBOX_CHANGED, new InboxChanged(state(now.seq(), rev), read, archived, List.of(), List.of(), List.of(), List
                .of()));
        changed.clear();
    }

    private void add(long rev, String event, Object payload) {
        sharedRev |= rev == lastRev;
        lastRev = rev;
        events.add(new MissedEvent(event, payload));
    }

    /** The inbox after an event: the current counts minus the events still to be sent. */
    private InboxState state(long seq, long rev) {
        int unread = Math.max(0, now.unread() - newUnread);
        int unseen = Math.min(unread, Math.max(0, now.unseen() - newUnseen));
        return new InboxState(unread, unseen, seq, rev, now.epoch(), now.readUpTo());
    }
}
