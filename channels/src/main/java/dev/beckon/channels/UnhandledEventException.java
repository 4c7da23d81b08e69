package dev.beckon.channels;

/** A channel got an event that it does not handle; as in Phoenix, that ends the member's channel. */
public final class UnhandledEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnhandledEventException(String event) {
        super("no code for event " + event, null, false, false);
    }
}
