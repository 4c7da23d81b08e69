package dev.beckon.gateway.notifications;

/**
 * notification-service did not do what was asked.
 */
final class InboxUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    /** @param reason a stable word for clients to switch on */
    InboxUnavailableException(String reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
