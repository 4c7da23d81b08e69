package dev.beckon.channels.channel;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a {@link UserSocket} answers a connection. */
public sealed interface ConnectResult {

    /**
     * @param assigns kept for the socket's life; every member of it can read them
     * @param expiresAt when the client has to show a fresh token, at the latest; {@code null}: never
     */
    record Accepted(Assigns assigns, @Nullable Instant expiresAt) implements ConnectResult {

        public Accepted(Assigns assigns) {
            this(assigns, null);
        }
    }

    /** Answered with 403 and an empty body, as Phoenix does. */
    record Refused() implements ConnectResult {}
}
