package dev.beckon.channels.presence;

/**
 * What this node did at each of its latest clocks, to tell others what they have missed. The oldest are overwritten: who
 * has missed more is given everything.
 */
final class ChangeLog {

    /** At a clock's place: the clock of the entry that was removed, or 0 if an entry was added. */
    private final long[] removed;
    private long clock;

    ChangeLog(int size) {
        this.removed = new long[size];
    }

    void added() {
        removed(0);
    }

    void removed(long entry) {
        clock++;
        removed[place(clock)] = entry;
    }

    /** Whether every change after {@code since} is still here. */
    boolean reaches(long since) {
        return clock - since <= removed.length;
    }

    /** @return 0: an entry was added */
    long removedAt(long at) {
        return removed[place(at)];
    }

    private int place(long at) {
        return (int) (at % removed.length);
    }
}
