package dev.beckon.testclients.swarm;

/**
 * The delays of phoenix.js before it tries again, without jitter: phoenix, {@code assets/js/phoenix/socket.js},
 * {@code reconnectAfterMs} and {@code rejoinAfterMs}.
 */
enum BackOff {

    /** After a lost connection or a refused upgrade; starts again from the first delay once a connection is open. */
    RECONNECT(5_000, 10, 50, 100, 150, 200, 250, 500, 1_000, 2_000),

    /** After a refused join, one without an answer, or a channel that ended by a fault. */
    REJOIN(10_000, 1_000, 2_000, 5_000);

    private final long last;
    private final long[] first;

    BackOff(long last, long... first) {
        this.last = last;
        this.first = first;
    }

    /** @param attempt from 1 */
    long millis(int attempt) {
        return attempt <= first.length ? first[attempt - 1] : last;
    }
}
