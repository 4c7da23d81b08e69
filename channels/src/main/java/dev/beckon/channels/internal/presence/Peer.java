package dev.beckon.channels.internal.presence;

import dev.beckon.channels.internal.presence.Entry.Replica;

/** Another node, as this one sees it: its present run and the time of its last message. Confined to one thread. */
final class Peer {

    enum Status {
        /** New; its entries are still to come. */
        SYNCING, UP,
        /** Silent for too long: hidden, not deleted. */
        DOWN,
        /** It has sent its goodbye; a message that arrives later was sent before that. */
        GONE
    }

    private final Replica replica;
    private Status status = Status.SYNCING;
    private long seenAt;
    private long askedAt;
    private boolean asked;

    Peer(Replica replica, long now) {
        this.replica = replica;
        this.seenAt = now;
    }

    Replica replica() {
        return replica;
    }

    Status status() {
        return status;
    }

    void become(Status next) {
        status = next;
    }

    boolean isPresent() {
        return status == Status.UP || status == Status.SYNCING;
    }

    void seen(long now) {
        seenAt = now;
    }

    long silentNanos(long now) {
        return now - seenAt;
    }

    /** @return false if the last ask was less than {@code pauseNanos} ago: the answer may be on its way */
    boolean mayAsk(long now, long pauseNanos) {
        if (asked && now - askedAt < pauseNanos) {
            return false;
        }
        asked = true;
        askedAt = now;
        return true;
    }

    /** Allows the next ask at once: the next gap is another one. */
    void answered() {
        asked = false;
    }
}
