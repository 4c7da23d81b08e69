package dev.beckon.notification.inbox.shards;

/** The server of a lane is away, or does not hold the lane: the call may succeed later. */
public final class AwayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public AwayException(String message) {
        super(message, null, false, false);
    }
}
