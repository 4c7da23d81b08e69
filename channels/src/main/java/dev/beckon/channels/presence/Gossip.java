package dev.beckon.channels.presence;

import java.util.List;

/** All that nodes say to each other about presence. Everyone hears everything; {@code replica} is who speaks. */
sealed interface Gossip {

    Replica replica();

    /**
     * I am alive.
     *
     * @param clock how many changes I have made so far; who has heard of fewer asks for the rest
     * @param hello I am new or was away: say where you are
     */
    record Heartbeat(Replica replica, long clock, boolean hello) implements Gossip {}

    /** I have seen what {@code of} did up to its clock {@code since}: tell me the rest. */
    record Ask(Replica replica, Replica of, long since) implements Gossip {}

    /** I stop, and what I have tracked is gone. */
    record Goodbye(Replica replica) implements Gossip {}

    /** What I have tracked: all of it, or what has changed. */
    sealed interface Transfer extends Gossip {

        /** Who has merged it knows all that was done up to here. */
        long clock();

        /** Whether more of the same follows at once. */
        boolean isOver();
    }

    /**
     * What I changed after {@code from} up to {@code clock}. Who has heard of less than {@code from} cannot use it.
     *
     * @param added in that time and still there
     * @param removed clocks of what was there before or was added meanwhile
     */
    record Delta(Replica replica, long from, long clock, List<Entry> added, List<Long> removed) implements Transfer {

        @Override
        public boolean isOver() {
            return true;
        }
    }

    /**
     * A part of all that I have at {@code clock}; of use when all parts are there, in order.
     *
     * @param index counted from 0
     */
    record Part(Replica replica, long clock, int index, boolean isOver, List<Entry> entries) implements Transfer {}
}
