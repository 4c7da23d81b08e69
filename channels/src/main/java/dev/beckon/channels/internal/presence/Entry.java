package dev.beckon.channels.internal.presence;

/**
 * One presence: a member's key and meta on a topic. Never changed; an update is another entry.
 *
 * @param clock the clock of {@code replica} when it tracked the entry; the two identify the entry
 * @param previous the clock of the entry that this one replaced; 0: none
 * @param meta one JSON object as text, without the refs
 */
record Entry(Replica replica, long clock, long previous, String topic, String key, String meta) {

    String ref() {
        return replica.ref(clock);
    }

    String previousRef() {
        return replica.ref(previous);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Entry entry && clock == entry.clock && replica.equals(entry.replica);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(clock) * 31 + Long.hashCode(replica.incarnation());
    }

    /**
     * One run of one node. A node that restarts under its old name is another replica, so that the entries of its
     * former run can be removed without those of the new one.
     *
     * @param incarnation greater in every later run, unless the machine's clock went back
     */
    record Replica(String name, long incarnation) {

        boolean supersedes(Replica other) {
            return name.equals(other.name) && incarnation > other.incarnation;
        }

        /**
         * The {@code phx_ref} of the entry that this replica tracked at {@code clock}: unique, because no other entry
         * has both numbers.
         */
        String ref(long clock) {
            return Long.toString(incarnation, Character.MAX_RADIX) + '-' + Long.toString(clock, Character.MAX_RADIX);
        }
    }
}
