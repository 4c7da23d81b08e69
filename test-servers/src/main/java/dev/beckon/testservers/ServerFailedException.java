package dev.beckon.testservers;

import org.jspecify.annotations.Nullable;

/** A server failed to start or to stop; the message names the server, the cause if known, and the log file. */
public final class ServerFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ServerFailedException(String message) {
        super(message);
    }

    ServerFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
