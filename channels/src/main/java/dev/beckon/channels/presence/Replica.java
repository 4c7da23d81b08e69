package dev.beckon.channels.presence;

/**
 * One life of one node. A node that restarts under its old name is another replica, so that what its former life has
 * tracked can go without taking anything of the new one along.
 *
 * @param incarnation greater in every later life, unless the machine's clock went back
 */
record Replica(String name, long incarnation) {

    boolean supersedes(Replica other) {
        return name.equals(other.name) && incarnation > other.incarnation;
    }

    /** The {@code phx_ref} of what this replica tracked at {@code clock}: unique, because no other entry has both numbers. */
    String ref(long clock) {
        return Long.toString(incarnation, Character.MAX_RADIX) + '-' + Long.toString(clock, Character.MAX_RADIX);
    }
}
