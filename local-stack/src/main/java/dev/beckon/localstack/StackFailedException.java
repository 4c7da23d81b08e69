package dev.beckon.localstack;

/** The stack did not start; the message gives its user the reason and what to do. */
public final class StackFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StackFailedException(String message) {
        super(message);
    }

    public StackFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
