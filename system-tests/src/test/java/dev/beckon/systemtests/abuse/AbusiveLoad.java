package dev.beckon.systemtests.abuse;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Load that continues until {@link #stop}, and counts its outcomes. */
abstract class AbusiveLoad {

    private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    /** Returns when the load has ended: by itself, or some time after {@link #stop}. */
    abstract void run() throws Exception;

    final void stop() {
        stopped = true;
    }

    final boolean isStopped() {
        return stopped;
    }

    final void count(String outcome) {
        count(outcome, 1);
    }

    final void count(String outcome, long times) {
        outcomes.computeIfAbsent(outcome, _ -> new LongAdder()).add(times);
    }

    final long counted(String outcome) {
        return outcomes.getOrDefault(outcome, new LongAdder()).sum();
    }

    /** Waits between two steps of a load that is slow on purpose. */
    static void pause(Duration pace) {
        LockSupport.parkNanos(pace.toNanos());
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + new TreeMap<>(outcomes);
    }
}
