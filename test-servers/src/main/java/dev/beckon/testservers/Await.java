package dev.beckon.testservers;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ThrowingRunnable;

/** Waits in tests by Awaitility, which polls every few milliseconds; an exception counts as "not yet". */
public final class Await {

    /** For conditions that need no new process: seconds at most, even on a busy machine. */
    public static final Duration SOON = Duration.ofSeconds(30);

    /** For conditions that need a start: a JVM, or a consumer group that waits for a dead member. */
    public static final Duration AFTER_RESTART = Duration.ofMinutes(3);

    private static final Duration POLL = Duration.ofMillis(5);

    private Await() {}

    public static ConditionFactory soon() {
        return within(SOON);
    }

    public static ConditionFactory within(Duration bound) {
        return Awaitility.await().pollInSameThread().pollDelay(Duration.ZERO).pollInterval(POLL).ignoreExceptions().atMost(bound);
    }

    /** The opposite of a wait: the assertion holds for all of {@code bound}. */
    public static void throughout(Duration bound, ThrowingRunnable assertion) {
        within(bound.plusSeconds(1)).during(bound).untilAsserted(assertion);
    }
}
