package dev.beckon.channels.presence;

/**
 * One presence: a member's key and meta on a topic. Never changed; an update is another entry.
 *
 * @param clock of {@code replica} when it was tracked; the two identify the entry
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
}
