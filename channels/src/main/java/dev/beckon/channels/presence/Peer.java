package dev.beckon.channels.presence;

/** Another node, as this one knows it: its present life and when it last spoke. Confined to one thread. */
final class Peer {

    enum Status {
        /** New; what it has is still to come. */
        SYNCING,
        UP,
        /** Silent for too long: hidden, not forgotten. */
        DOWN,
        /** It has said goodbye; what it still seems to say was said before. */
        GONE
    }

    private final Replica replica;
    private Status status = Status.SYNCING;
    private long heardAt;
    private long askedAt;
    private boolean asked;

    Peer(Replica replica, long now) {
        this.replica = replica;
        this.heardAt = now;
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

    void heard(long now) {
        heardAt = now;
    }

    long silentNanos(long now) {
        return now - heardAt;
    }

    /** @return false if it was asked less than {@code pauseNanos} ago: the answer may be on its way */
    boolean mayAsk(long now, long pauseNanos) {
        if (asked && now - askedAt < pauseNanos) {
            return false;
        }
        asked = true;
        askedAt = now;
        return true;
    }

    /** The next gap is another one. */
    void answered() {
        asked = false;
    }
}
