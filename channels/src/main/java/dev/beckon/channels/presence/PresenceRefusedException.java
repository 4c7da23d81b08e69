package dev.beckon.channels.presence;

import java.util.Locale;

/** Somebody cannot be tracked as asked. */
public final class PresenceRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** Why. */
    public enum Reason {
        /** Empty, longer than 255 characters, or a name that means something else to JavaScript. */
        INVALID_KEY,
        /** Not a JSON object. */
        INVALID_META,
        /** Longer than {@code channels.presence.max-meta-bytes}. */
        META_TOO_LARGE,
        /** By the same member under the same key; it may be updated. */
        ALREADY_TRACKED,
        /** So there is nothing to update. */
        NOT_TRACKED,
        /** One more would not fit into {@code channels.presence.max-state-bytes}. */
        TOPIC_FULL,
        /** Too many calls wait: {@code channels.presence.max-queued-calls}. */
        OVERLOADED;

        /** A stable word for clients, such as {@code topic_full}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    PresenceRefusedException(Reason reason) {
        super("presence refused: " + reason.word());
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
