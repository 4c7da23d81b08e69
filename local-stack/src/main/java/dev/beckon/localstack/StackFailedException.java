package dev.beckon.localstack;

/** The stack did not start; the message says why and what to do, in words for whoever asked for it. */
public final class StackFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StackFailedException(String message) {
        super(message);
    }

    public StackFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
