package dev.beckon.gateway.notifications;

import dev.beckon.contracts.CatchUp;
import dev.beckon.contracts.CatchUp.Difference;
import dev.beckon.contracts.InboxFrame.Revisions;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.hints.ChangeHint;
import dev.beckon.contracts.hints.Fingerprints;
import java.util.UUID;

/** The revision that was last sent to one member. The member's event loop writes it; any thread may read it. */
final class InboxCursor {

    enum Next {
        /** The frame follows the member's revision. */
        IN_ORDER,
        /** The member has the frame already. */
        KNOWN,
        /** The member lacks a change before the frame. */
        GAP
    }

    /** @param seq the newest notification's; a notification with a greater one is new to the member */
    private record Position(long rev, long seq, UUID epoch) {

        static Position of(InboxState inbox) {
            return new Position(inbox.rev(), inbox.seq(), inbox.epoch());
        }
    }

    private final String user;
    private final int fingerprint;
    private volatile Position last;

    InboxCursor(Difference start) {
        this.user = start.user();
        this.fingerprint = Fingerprints.of(user);
        this.last = Position.of(start.state());
    }

    Next compare(Revisions frame) {
        Position now = last;
        if (!frame.epoch().equals(now.epoch)) {
            return Next.GAP;
        }
        if (frame.rev() <= now.rev) {
            return Next.KNOWN;
        }
        return frame.previous() == now.rev ? Next.IN_ORDER : Next.GAP;
    }

    /** Call after sending the member the frame that follows its revision. */
    void advance(long rev, boolean newNotification) {
        Position now = last;
        last = new Position(rev, now.seq + (newNotification ? 1 : 0), now.epoch);
    }

    void moveTo(InboxState inbox) {
        last = Position.of(inbox);
    }

    /** Whether {@code inbox} is at another revision than the member; after a restore it may be an older one. */
    boolean differsFrom(InboxState inbox) {
        Position now = last;
        return now.rev != inbox.rev() || !now.epoch.equals(inbox.epoch());
    }

    /** Whether the member may lack a change that the hint is about. */
    boolean isConcernedBy(ChangeHint hint) {
        return hint.concerns(fingerprint, last.rev);
    }

    CatchUp.Position position() {
        Position now = last;
        return new CatchUp.Position(user, now.rev, now.epoch);
    }

    long seq() {
        return last.seq;
    }
}
