package dev.beckon.verify.clients;

import java.time.Duration;

/**
 * How long a device waits.
 *
 * @param reply for an answer; without one the connection counts as dead
 * @param heartbeat between two heartbeats
 */
public record Patience(Duration reply, Duration heartbeat) {

    /** As phoenix, {@code assets/js/phoenix/constants.js} and {@code socket.js}. */
    public static final Patience STOCK = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(30));
}
