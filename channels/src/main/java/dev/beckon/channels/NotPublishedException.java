package dev.beckon.channels;

/**
 * A broadcast did not leave this node, or it is unknown whether it did: Redis is out of reach, too many broadcasts wait for
 * it, or it did not answer in time. Subscribers on this node got the broadcast.
 */
public final class NotPublishedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean ambiguous;

    private NotPublishedException(String message, boolean ambiguous) {
        super(message, null, false, false);
        this.ambiguous = ambiguous;
    }

    /** No other node gets the broadcast. */
    public static NotPublishedException dropped(String why) {
        return new NotPublishedException("a broadcast was dropped for other nodes: " + why, false);
    }

    /** Other nodes have the broadcast, get it later, or never do. */
    public static NotPublishedException ambiguous(String why) {
        return new NotPublishedException("a broadcast may have been lost for other nodes: " + why, true);
    }

    /** Whether other nodes may have the broadcast, or may still get it; false: they do not. */
    public boolean isAmbiguous() {
        return ambiguous;
    }
}
