package dev.beckon.channels.internal.socket;

import dev.beckon.channels.CloseCode;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Counts the events of a node's sockets since its start, for monitoring. Each count is written where the event happens,
 * at a cost of a few nanoseconds. Thread-safe.
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

    /** Messages, fragments, pings and pongs from clients. */
    public long received() {
        return received.sum();
    }

    /** Frames handed to connections. */
    public long sent() {
        return sent.sum();
    }

    /** Undeliverable messages: the client's version of the protocol, or its transport, cannot carry them. */
    public long untold() {
        return untold.sum();
    }

    /** Connections that this side has begun to close. */
    public Tally<CloseCode> closes() {
        return closes;
    }

    /** Refused clients. */
    public Tally<Refusal> refusals() {
        return refusals;
    }

    /** Counts the events of each kind since the start. Thread-safe. */
    public static final class Tally<E extends Enum<E>> {

        private final LongAdder[] counts;

        Tally(Class<E> kinds) {
            this.counts = Stream.of(kinds.getEnumConstants()).map(_ -> new LongAdder()).toArray(LongAdder[]::new);
        }

        public void add(E kind) {
            counts[kind.ordinal()].increment();
        }

        public long of(E kind) {
            return counts[kind.ordinal()].sum();
        }
    }

    /** Reasons for which a client is refused, in the order in which they are checked; a Phoenix client sees only 403. */
    public enum Refusal {
        /** The client offers sub-protocols, none of which is {@code phoenix}. */
        SUBPROTOCOL,
        /** The client's token cannot be decoded. */
        TOKEN,
        /** This node has as many connections as it may. */
        FULL,
        /** This node is stopping. */
        DRAINING,
        /** The page has another origin. */
        ORIGIN,
        /** The client uses a version of the protocol that this node does not support. */
        VERSION,
        /** Too many clients with pending joins were before it. */
        CROWD,
        /** The application's {@code connect} refused it. */
        REFUSED,
        /** The application's {@code connect} failed. */
        FAILED,
        /** The client's id is blocked. */
        BLOCKED,
        /** The client's id has as many connections as it may. */
        TOO_MANY_OF_ID
    }
}
