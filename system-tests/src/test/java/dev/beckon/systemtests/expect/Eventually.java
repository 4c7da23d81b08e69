package dev.beckon.systemtests.expect;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Waits until something becomes true on its own; polls every few milliseconds. */
public final class Eventually {

    /** For what needs no service to start again: seconds at the most, even on a machine that is busy with other things. */
    public static final Duration SOON = Duration.ofSeconds(30);

    /** For what needs one to: a JVM that starts, a consumer group that waits for a dead member. */
    public static final Duration AFTER_RESTART = Duration.ofMinutes(3);

    private static final Duration POLL = Duration.ofMillis(10);

    private Eventually() {}

    public static void eventually(ThrowingCallable assertion) {
        eventually(SOON, assertion);
    }

    /** @throws AssertionError the assertion's own, once {@code bound} is over */
    public static void eventually(Duration bound, ThrowingCallable assertion) {
        long end = System.nanoTime() + bound.toNanos();
        while (true) {
            try {
                assertion.call();
                return;
            } catch (Throwable notYet) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("not within " + bound + ": " + notYet.getMessage(), notYet);
                }
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** The opposite: what is true now stays so for {@code bound}. */
    public static void throughout(Duration bound, ThrowingCallable assertion) {
        long end = System.nanoTime() + bound.toNanos();
        while (System.nanoTime() < end) {
            try {
                assertion.call();
            } catch (Throwable changed) {
                throw new AssertionError("no longer, within " + bound + ": " + changed.getMessage(), changed);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }
}
