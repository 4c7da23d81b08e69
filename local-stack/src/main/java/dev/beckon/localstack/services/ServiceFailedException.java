package dev.beckon.localstack.services;

/** A service did not become ready; the message says which, what happened, and where its log is. */
public final class ServiceFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ServiceFailedException(String message) {
        super(message);
    }
}
