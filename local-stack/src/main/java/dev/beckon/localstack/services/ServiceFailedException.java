package dev.beckon.localstack.services;

/** A service did not become ready; the message names the service, the failure and the log file. */
public final class ServiceFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ServiceFailedException(String message) {
        super(message);
    }
}
