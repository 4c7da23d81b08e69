package dev.beckon.gateway.notifications;

/** A member can only be brought up to date by a new join; ends its channel with {@code phx_error}, after which it joins. */
final class RejoinNeededException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RejoinNeededException(String why) {
        super(why + ": a new join brings it", null, false, false);
    }
}
