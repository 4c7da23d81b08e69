package dev.beckon.channels;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a {@link UserSocket} answers a connection. */
public sealed interface ConnectResult {

    /**
     * @param assigns kept for the socket's life; every member of it can read them
     * @param expiresAt the time by which the client has to present a fresh token; {@code null}: never
     */
    record Accepted(Assigns assigns, @Nullable Instant expiresAt) implements ConnectResult {

        public Accepted(Assigns assigns) {
            this(assigns, null);
        }
    }

    /** The library answers with 403 and an empty body, as Phoenix does. */
    record Refused() implements ConnectResult {}

    /**
     * The check could not be made because a service that it needs is down. Answered like {@link Refused}, but counted
     * as {@code failed}; the application logs the reason.
     */
    record Failed() implements ConnectResult {}
}
