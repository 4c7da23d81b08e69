package dev.beckon.channels.channel;

/** How a {@link UserSocket} answers a connection. */
public sealed interface ConnectResult {

    /** @param assigns kept for the socket's life; every member of it can read them */
    record Accepted(Assigns assigns) implements ConnectResult {}

    /** Answered with 403 and an empty body, as Phoenix does. */
    record Refused() implements ConnectResult {}
}
