package dev.beckon.notification;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for a condition, looking every few milliseconds, instead of sleeping and hoping. */
public final class Eventually {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Eventually() {}

    /** Repeats the assertion until it holds, and throws its last failure after half a minute. */
    public static void assertThatSoon(Callable<?> assertion) {
        assertThatWithin(PATIENCE, assertion);
    }

    public static void assertThatWithin(Duration patience, Callable<?> assertion) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                assertion.call();
                return;
            } catch (AssertionError | Exception e) {
                if (System.nanoTime() > end) {
                    throw e instanceof AssertionError failure ? failure : new AssertionError(e);
                }
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
