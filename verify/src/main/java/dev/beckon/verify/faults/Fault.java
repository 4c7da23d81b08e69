package dev.beckon.verify.faults;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/** A way to break the system. */
public interface Fault {

    /** Name on the command line. */
    String name();

    /**
     * Breaks something.
     *
     * @param choice decides what to break, where there is a choice
     * @throws IOException among other reasons, if another fault already prevents this one
     */
    Damage strike(RandomGenerator choice) throws IOException, InterruptedException, ExecutionException, TimeoutException;

    /** Whether processes are gone or paused; the lane then makes no other outage until all services are ready again. */
    default boolean isOutage() {
        return false;
    }

    /** Factor by which this fault lasts longer than others. */
    default int duration() {
        return 1;
    }

    /**
     * The broken part and how to mend it.
     *
     * @param target the broken part, such as {@code gateway-1}
     * @param mend mends it; does nothing if the fault was over at once
     */
    record Damage(String target, Runnable mend) {

        static Damage done(String target) {
            return new Damage(target, () -> {});
        }
    }
}
