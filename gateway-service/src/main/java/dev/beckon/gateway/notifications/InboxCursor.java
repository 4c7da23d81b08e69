package dev.beckon.gateway.notifications;

import dev.beckon.contracts.CatchUp.Difference;
import dev.beckon.contracts.CatchUp.Position;
import dev.beckon.contracts.InboxFrame.Revisions;
import java.util.UUID;

/**
 * How far one member has got in its inbox: what it was last told. Written on the member's event loop, read by any thread.
 */
final class InboxCursor {

    enum Next {
        /** The one that follows what the member has. */
        IN_ORDER,
        /** The member has it. */
        KNOWN,
        /** Something before it is missing. */
        GAP
    }

    /**
     * @param seq the newest notification's place; whatever lies beyond is new to the member
     */
    private record Place(long rev, long seq, UUID epoch) {}

    private final String user;
    private volatile Place place;

    InboxCursor(Difference start) {
        this.user = start.user();
        this.place = new Place(start.rev(), start.seq(), start.epoch());
    }

    Next compare(Revisions frame) {
        Place now = place;
        if (!frame.epoch().equals(now.epoch)) {
            return Next.GAP;
        }
        if (frame.rev() <= now.rev) {
            return Next.KNOWN;
        }
        return frame.previous() == now.rev ? Next.IN_ORDER : Next.GAP;
    }

    /** The member was sent the frame that follows. */
    void advance(long rev, boolean newNotification) {
        Place now = place;
        place = new Place(rev, now.seq + (newNotification ? 1 : 0), now.epoch);
    }

    void moveTo(Difference difference) {
        place = new Place(difference.rev(), difference.seq(), difference.epoch());
    }

    /** Whether {@code inbox} is at another revision than the member; it may be an older one after a restore. */
    boolean differsFrom(Difference inbox) {
        Place now = place;
        return now.rev != inbox.rev() || !now.epoch.equals(inbox.epoch());
    }

    Position position() {
        Place now = place;
        return new Position(user, now.rev, now.epoch);
    }

    long seq() {
        return place.seq;
    }
}
