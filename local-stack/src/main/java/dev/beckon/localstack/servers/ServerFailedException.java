package dev.beckon.localstack.servers;

/** A server did not come up, or not go down; the message says which, why as far as known, and where its log is. */
public final class ServerFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ServerFailedException(String message) {
        super(message);
    }

    ServerFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
