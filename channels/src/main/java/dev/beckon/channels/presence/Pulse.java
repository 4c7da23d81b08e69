package dev.beckon.channels.presence;

import java.time.Duration;

/** Runs a task soon after it was asked for, and at most once in a period however often it is. Confined to a shard's thread. */
final class Pulse {

    /** What belongs together, such as a join and the wish for the state, is asked for within it. */
    private static final Duration GATHERING = Duration.ofMillis(10);

    private final ShardThread thread;
    private final long periodNanos;
    private final long gatheringNanos;
    private final Runnable task;
    private boolean due;
    private long last;

    Pulse(ShardThread thread, Duration period, Runnable task) {
        this.thread = thread;
        this.periodNanos = period.toNanos();
        this.gatheringNanos = Math.min(periodNanos, GATHERING.toNanos());
        this.task = task;
        this.last = System.nanoTime() - periodNanos;
    }

    void request() {
        if (!due) {
            due = true;
            thread.after(Math.max(gatheringNanos, last + periodNanos - System.nanoTime()), this::run);
        }
    }

    private void run() {
        due = false;
        last = System.nanoTime();
        task.run();
    }
}
