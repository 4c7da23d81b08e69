package dev.beckon.channels.internal.socket;

import java.time.Duration;

/**
 * Token bucket: one token per {@code intervalNanos} sustained, {@code burstNanos / intervalNanos} at once. A {@link
 * Bucket} is two fields, and taking from it makes no object.
 *
 * @param intervalNanos time in which one token is refilled
 * @param burstNanos most time that a bucket can save up
 */
record Rate(long intervalNanos, long burstNanos) {

    static Rate of(int perSecond, int burst) {
        long interval = Duration.ofSeconds(1).toNanos() / perSecond;
        return new Rate(interval, interval * burst);
    }

    /** One client's bucket, full at first. Time is {@link System#nanoTime}'s. Not thread-safe. */
    static final class Bucket {

        private final Rate rate;
        private long spentUntil;

        Bucket(Rate rate, long now) {
            this.rate = rate;
            this.spentUntil = now - rate.burstNanos;
        }

        boolean tryTake(long now) {
            if (now - spentUntil > rate.burstNanos) {
                spentUntil = now - rate.burstNanos;
            }
            if (now - spentUntil < rate.intervalNanos) {
                return false;
            }
            spentUntil += rate.intervalNanos;
            return true;
        }
    }
}
