package dev.beckon.notification.ingest;

import dev.beckon.contracts.Lane;
import dev.beckon.notification.ingest.MentionGroup.Decoded;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * The mentions of one lane that wait to be stored, in Kafka's order. At most one statement stores mentions of a lane at a time,
 * and what it could not store comes first again, so the lane's order never changes.
 */
final class LaneQueue {

    /** Pause after a lane failed by itself; it doubles with each failure. PostgreSQL's lock_timeout comes on top. */
    static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    /** The longest pause, so that a lane goes on at most this much later than its lock is released. */
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Lane lane;
    private final Deque<Decoded> waiting = new ArrayDeque<>();
    private boolean busy;
    /** A statement with this lane has failed, and the lane is stored by itself until that succeeds. */
    private boolean alone;
    /** One of so many mentions at the head is one that PostgreSQL refuses; 0 if none is known. */
    private int suspects;
    private Duration pause = Duration.ZERO;
    private long dueNanos;

    LaneQueue(Lane lane) {
        this.lane = lane;
    }

    void add(Decoded mention) {
        waiting.addLast(mention);
    }

    Lane lane() {
        return lane;
    }

    boolean isAlone() {
        return alone;
    }

    /** True while the lane has failed by itself and is tried again after pauses. */
    boolean isHeldUp() {
        return !pause.isZero() && (busy || !waiting.isEmpty());
    }

    boolean isDue(long nowNanos) {
        return !busy && !waiting.isEmpty() && (pause.isZero() || nowNanos - dueNanos >= 0);
    }

    /** The next mentions, up to so many rows or the one that exceeds them; the lane is busy from now on. */
    List<Decoded> take(int rows) {
        busy = true;
        int most = suspects > 0 ? (suspects + 1) / 2 : Integer.MAX_VALUE;
        List<Decoded> taken = new ArrayList<>();
        for (int sum = 0; sum < rows && taken.size() < most && !waiting.isEmpty(); sum += taken.getLast().rows()) {
            taken.add(waiting.removeFirst());
        }
        return taken;
    }

    /** The mentions that were taken are stored or set aside. */
    void stored(int mentions) {
        suspects = Math.max(0, suspects - mentions);
        alone = suspects > 0;
        pause = Duration.ZERO;
        busy = false;
    }

    /** The statement failed, together with other lanes: tries this one by itself, at once. */
    void separate(List<Decoded> taken) {
        putBack(taken);
        alone = true;
    }

    /** PostgreSQL refuses one of the mentions that were taken: halves find it. */
    void halve(List<Decoded> taken) {
        putBack(taken);
        alone = true;
        suspects = taken.size();
    }

    /** The lane failed by itself, and is tried again after a pause. */
    Duration holdUp(List<Decoded> taken, long nowNanos) {
        putBack(taken);
        alone = true;
        pause = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        dueNanos = nowNanos + pause.toNanos();
        return pause;
    }

    /** Forgets mentions whose partition this process no longer has. */
    void keep(Predicate<Decoded> owned) {
        waiting.removeIf(owned.negate());
    }

    private void putBack(List<Decoded> taken) {
        taken.reversed().forEach(waiting::addFirst);
        busy = false;
    }
}
