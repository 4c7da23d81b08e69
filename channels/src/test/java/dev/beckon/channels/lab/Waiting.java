package dev.beckon.channels.lab;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, polled every millisecond, instead of sleeping. */
public final class Waiting {

    private Waiting() {}

    /** @throws AssertionError if it has not come true after {@link PhoenixClient#PATIENCE} */
    public static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PhoenixClient.PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited " + PhoenixClient.PATIENCE + " for nothing");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
