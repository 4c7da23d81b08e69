package dev.beckon.channels.socket;

import java.util.concurrent.atomic.LongAdder;

/**
 * What has happened to the sockets of a node since its start, for whoever watches over it. Written where it happens, at a
 * few nanoseconds each; read when asked. Thread-safe.
 */
public final class SocketCounts {

    final LongAdder opened = new LongAdder();
    final LongAdder members = new LongAdder();
    final LongAdder received = new LongAdder();
    final LongAdder sent = new LongAdder();
    final LongAdder untold = new LongAdder();
    private final Tally<CloseCode> closes = new Tally<>(CloseCode.class);
    private final Tally<Refusal> refusals = new Tally<>(Refusal.class);

    public long opened() {
        return opened.sum();
    }

    /** Joins that were answered and have not ended: one for each channel of each socket. */
    public long members() {
        return members.sum();
    }

    /** Messages and pings from clients. */
    public long received() {
        return received.sum();
    }

    /** Frames handed to connections. */
    public long sent() {
        return sent.sum();
    }

    /** Messages that a client's version of the protocol, or its transport, cannot say. */
    public long untold() {
        return untold.sum();
    }

    /** Connections that this side has begun to close. */
    public Tally<CloseCode> closes() {
        return closes;
    }

    /** Clients that were not let in. */
    public Tally<Refusal> refusals() {
        return refusals;
    }
}
