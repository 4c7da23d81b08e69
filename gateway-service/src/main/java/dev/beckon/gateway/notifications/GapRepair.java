package dev.beckon.gateway.notifications;

import dev.beckon.contracts.CatchUp.Difference;
import dev.beckon.contracts.CatchUp.Retraction;
import dev.beckon.contracts.InboxPayload;
import dev.beckon.contracts.InboxPayload.InboxChanged;
import dev.beckon.contracts.InboxPayload.NewNotification;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Notification;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;

/**
 * Turns the changes in an inbox into the events that a member has missed. Pure.
 *
 * <p>They are sorted by ascending revision, so a client that loses its connection half way asks for exactly the rest. The
 * counts are the current ones minus the notifications still to be sent, and after the last event they equal the inbox's. A
 * notification that the member has is sent as it is now, because only its present form shows an edit, or that it is unread or out
 * of the archive again. Changes without a row of their own (seen, the watermark) travel with every event and, if they came last,
 * with a closing {@code inbox_changed}.
 *
 * <p>One change may touch several notifications, which then share a revision. If they need more than one event, the first has
 * no revision to carry: a client that had it would never ask for the others. Nor can new notifications come by ascending seq if
 * an older one was changed last and is unread. In both cases the result is empty, and a new join brings everything in one reply.
 */
final class GapRepair {

    /** @param payload an {@link InboxPayload} */
    record MissedEvent(String event, Object payload) {}

    private final Difference difference;
    private final InboxState now;
    private final long knownSeq;
    private final Queue<Retraction> retractions;
    private final List<MissedEvent> events = new ArrayList<>();
    private final List<Notification> changed = new ArrayList<>();
    private final List<UUID> retracted = new ArrayList<>();
    private int newUnread;
    /** The revision of the change that was looked at last. */
    private long rev;
    private long lastSentRev;
    private long newestSent;
    private boolean needsJoin;

    private GapRepair(Difference difference, long knownSeq) {
        this.difference = difference;
        this.now = difference.state();
        this.knownSeq = knownSeq;
        this.retractions = new ArrayDeque<>(difference.retracted());
    }

    /**
     * @param difference not a snapshot; its notifications and retractions by ascending revision
     * @param knownSeq the member's newest seq; greater ones are new to it
     * @return empty if two events would need the same revision, or unread notifications would come out of order
     */
    static Optional<List<MissedEvent>> events(Difference difference, long knownSeq) {
        return new GapRepair(difference, knownSeq).build();
    }

    private Optional<List<MissedEvent>> build() {
        newUnread = (int) difference.notifications().stream().filter(n -> isNew(n, knownSeq) && !n.read()).count();
        for (Notification notification : difference.notifications()) {
            retractBefore(notification.rev());
            if (isNew(notification, knownSeq)) {
                sendChanges();
                sendNew(notification);
            } else {
                changed.add(notification);
            }
            rev = notification.rev();
        }
        retractBefore(Long.MAX_VALUE);
        if (rev < now.rev()) {
            rev = now.rev();
            sendChange();
        } else {
            sendChanges();
        }
        return needsJoin ? Optional.empty() : Optional.of(events);
    }

    /**
     * Whether a member gets a changed notification as a new one. One that was archived before the member got it is not shown. One that
     * was taken back and given again has a new seq, so it is new, although the member may know its id.
     */
    static boolean isNew(Notification notification, long knownSeq) {
        return notification.seq() > knownSeq && !notification.archived();
    }

    /** Names also ids with a new seq: the member may have the notification at an earlier one. */
    private void retractBefore(long nextRev) {
        while (!retractions.isEmpty() && retractions.element().rev() < nextRev) {
            Retraction next = retractions.remove();
            retracted.add(next.id());
            rev = next.rev();
        }
    }

    private void sendNew(Notification notification) {
        needsJoin |= notification.seq() < newestSent && !notification.read();
        newestSent = Math.max(newestSent, notification.seq());
        newUnread -= notification.read() ? 0 : 1;
        send(notification.rev(), InboxPayload.NEW_NOTIFICATION,
                new NewNotification(notification, state(notification.seq(), notification.rev())));
    }

    private void sendChanges() {
        if (!changed.isEmpty() || !retracted.isEmpty()) {
            sendChange();
        }
    }

    private void sendChange() {
        List<UUID> read = changed.stream().filter(n -> n.read() && !n.archived()).map(Notification::id).toList();
        List<UUID> archived = changed.stream().filter(Notification::archived).map(Notification::id).toList();
        send(rev, InboxPayload.INBOX_CHANGED, new InboxChanged(
                state(now.seq(), rev), read, archived, List.copyOf(retracted), List.of(), List.of(), List.copyOf(changed)));
        changed.clear();
        retracted.clear();
    }

    private void send(long rev, String event, Object payload) {
        needsJoin |= rev == lastSentRev;
        lastSentRev = rev;
        events.add(new MissedEvent(event, payload));
    }

    /** The inbox after an event: the current counts without the notifications still to be sent. */
    private InboxState state(long seq, long rev) {
        int unread = Math.max(0, now.unread() - newUnread);
        int unseen = Math.min(unread, Math.max(0, now.unseen() - newUnread));
        return new InboxState(unread, unseen, seq, rev, now.epoch(), now.readUpTo());
    }
}
