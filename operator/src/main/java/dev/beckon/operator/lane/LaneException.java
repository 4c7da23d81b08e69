package dev.beckon.operator.lane;

/** The reason, for the operator, why a lane stays where it is. */
final class LaneException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LaneException(String message) {
        super(message, null, false, false);
    }
}
