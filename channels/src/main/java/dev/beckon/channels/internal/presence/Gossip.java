package dev.beckon.channels.internal.presence;

import dev.beckon.channels.internal.presence.Entry.Replica;
import java.util.List;

/** The messages that nodes exchange about presence. Every node gets all of them; {@code replica} is the sender. */
sealed interface Gossip {

    Replica replica();

    /**
     * The sender is alive.
     *
     * @param clock number of changes that the sender has made; a node that has fewer asks for the rest
     * @param hello the sender is new or was disconnected, and asks all nodes for a heartbeat
     */
    record Heartbeat(Replica replica, long clock, boolean hello) implements Gossip {}

    /** The sender has the changes of {@code of} up to clock {@code since} and asks for the rest. */
    record Ask(Replica replica, Replica of, long since) implements Gossip {}

    /** The sender stops; its entries are to be removed. */
    record Goodbye(Replica replica) implements Gossip {}

    /** Entries of the sender: all of them, or the changes. */
    sealed interface Transfer extends Gossip {

        /** A node that has merged this has all changes up to this clock. */
        long clock();

        /** Whether this is the last message of the transfer. */
        boolean isOver();
    }

    /**
     * The sender's changes after {@code from} up to {@code clock}. A node that has fewer changes than {@code from}
     * cannot use it.
     *
     * @param added entries tracked in that time and still there
     * @param removed clocks of entries that were there before or were added meanwhile
     */
    record Delta(Replica replica, long from, long clock, List<Entry> added, List<Long> removed) implements Transfer {

        @Override
        public boolean isOver() {
            return true;
        }
    }

    /**
     * A part of all entries that the sender has at {@code clock}; it takes effect when all parts are there, in order.
     *
     * @param index counted from 0
     */
    record Part(Replica replica, long clock, int index, boolean isOver, List<Entry> entries) implements Transfer {}
}
