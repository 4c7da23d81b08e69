package dev.beckon.channels.channel;

/** A channel was given an event it has no code for; as in Phoenix, that ends the member's channel. */
public final class UnhandledEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnhandledEventException(String event) {
        super("no code for event " + event, null, false, false);
    }
}
