package dev.beckon.verify.faults;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/** A way to break the system. */
public interface Fault {

    /** As on the command line. */
    String name();

    /**
     * Breaks something.
     *
     * @param choice decides what, where there is a choice
     * @throws IOException among others: it could not be made, because another fault was there first
     */
    Damage strike(RandomGenerator choice) throws IOException, InterruptedException, ExecutionException, TimeoutException;

    /** Whether processes are gone or stand still: then nothing else of the kind happens until all are ready again. */
    default boolean isOutage() {
        return false;
    }

    /** How much longer than others it lasts. */
    default int duration() {
        return 1;
    }

    /**
     * What was broken.
     *
     * @param target such as {@code gateway-1}
     * @param mend mends it; nothing for what was over at once
     */
    record Damage(String target, Runnable mend) {

        static Damage done(String target) {
            return new Damage(target, () -> {});
        }
    }
}
