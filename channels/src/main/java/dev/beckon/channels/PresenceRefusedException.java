package dev.beckon.channels;

import java.util.Locale;

/** Presence refused to track or update a member. */
public final class PresenceRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Reason reason;

    public enum Reason {
        /** The key is empty, longer than 255 characters, or a name that means something else to JavaScript. */
        INVALID_KEY,
        /** The meta is not a JSON object. */
        INVALID_META,
        /** The meta is longer than 1 KiB as JSON. */
        META_TOO_LARGE,
        /** The same member is tracked under the same key already; it can be updated. */
        ALREADY_TRACKED,
        /** The member is not tracked under the key, so there is nothing to update. */
        NOT_TRACKED,
        /** One more entry would exceed {@code channels.presence.max-state-bytes}. */
        TOPIC_FULL,
        /** 50,000 calls wait for the shard already. */
        OVERLOADED;

        /** A stable word for clients, such as {@code topic_full}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public PresenceRefusedException(Reason reason) {
        super("presence refused: " + reason.word());
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
