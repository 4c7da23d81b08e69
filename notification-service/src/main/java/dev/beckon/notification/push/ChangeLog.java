package dev.beckon.notification.push;

import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.hints.Fingerprints;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The changes that this process has made since its last hint, and the writes under way. Thread-safe; bounded by
 * {@link #MAX_CHANGES} and by the writes.
 */
@Singleton
class ChangeLog {

    /**
     * Changes in one hint, 1.3 MB in Redis: 40,000 a second, which one process does not reach. Beyond it the hint leaves changes
     * out, and gateways compare all members.
     */
    static final int MAX_CHANGES = 400_000;

    private final Set<Write> writes = Collections.newSetFromMap(new IdentityHashMap<>());
    private Ints overtaken = new Ints();
    private Ints unclear = new Ints();

    /** A write that has begun. */
    record Write(Collection<String> users) {}

    /**
     * What a hint says.
     *
     * @param isComplete false: there were too many changes
     * @param isSettled false: a write is under way
     */
    record Changes(Fingerprints overtaken, Fingerprints unclear, boolean isComplete, boolean isSettled) {}

    synchronized Write begin(Collection<String> users) {
        Write write = new Write(List.copyOf(users));
        writes.add(write);
        return write;
    }

    /** @param isKnown whether every change of the write was added; if not, PostgreSQL may have committed it or not */
    synchronized void end(Write write, boolean isKnown) {
        writes.remove(write);
        if (!isKnown) {
            write.users().forEach(user -> unclear.add(Fingerprints.of(user)));
        }
    }

    /** Adds the change that a frame is about. */
    void add(InboxFrame frame) {
        int user = Fingerprints.of(frame.user());
        synchronized (this) {
            if (frame.event().equals(InboxFrame.STALE)) {
                unclear.add(user); // the revisions that the earlier delivery replaced are unknown
            } else {
                overtaken.add(Fingerprints.of(user, frame.revisions().previous()));
            }
        }
    }

    /** Removes the changes; users of writes under way are among the unclear, here and in the next hint. */
    Changes take() {
        Ints taken;
        Ints takenUnclear;
        List<Write> underWay;
        synchronized (this) {
            taken = overtaken;
            takenUnclear = unclear;
            underWay = List.copyOf(writes);
            overtaken = new Ints();
            unclear = new Ints();
        }
        int[] unclearUsers = IntStream.concat(Arrays.stream(takenUnclear.toArray()),
                underWay.stream().flatMap(write -> write.users().stream()).mapToInt(Fingerprints::of)).toArray();
        return new Changes(Fingerprints.of(taken.toArray()), Fingerprints.of(unclearUsers),
                !taken.isFull() && !takenUnclear.isFull(), underWay.isEmpty());
    }

    /** A list of at most {@link #MAX_CHANGES} numbers, which ignores more. */
    private static final class Ints {

        private int[] values = new int[64];
        private int size;

        void add(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, Math.min(2 * size, MAX_CHANGES));
            }
            if (size < values.length) {
                values[size++] = value;
            }
        }

        boolean isFull() {
            return size == MAX_CHANGES;
        }

        int[] toArray() {
            return Arrays.copyOf(values, size);
        }
    }
}
