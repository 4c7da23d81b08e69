package dev.beckon.verify.faults;

import dev.beckon.verify.faults.Fault.Damage;
import dev.beckon.verify.history.Fact.FaultBegan;
import dev.beckon.verify.history.Fact.FaultEnded;
import dev.beckon.verify.history.HistoryLog;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Makes one fault after the other with pauses, each fault once before any repeats; two lanes make two faults at a time.
 * Mends the current fault when stopped.
 */
public final class FaultLane {

    /** The longest mend is the start of a server. */
    private static final Duration MENDING = Duration.ofMinutes(1);

    private final List<Fault> faults;
    private final HistoryLog log;
    private final Pace pace;
    private final Supplier<List<String>> awaitWhole;
    private final Random choice;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch abandoned = new CountDownLatch(1);
    /** The lane holds this lock while something is broken. */
    private final Lock breaking = new ReentrantLock();
    private int made;

    /** @param awaitWhole returns when all services are ready, with the names of those that are not ready in time */
    public FaultLane(List<Fault> faults, HistoryLog log, Pace pace, Supplier<List<String>> awaitWhole, long seed) {
        this.faults = List.copyOf(faults);
        this.log = log;
        this.pace = pace;
        this.awaitWhole = awaitWhole;
        this.choice = new Random(seed);
    }

    /**
     * @return completes when the lane was stopped, each fault was made if the pace requires it, and all is mended; fails
     *     if making or mending a fault throws unexpectedly, or if a service is not ready after an outage
     */
    public CompletableFuture<Void> start() {
        return CompletableFuture.runAsync(this::run, Thread::startVirtualThread);
    }

    public void stop() {
        stop.countDown();
    }

    /**
     * Like {@link #stop}, but ends the lane even if the pace requires more faults. When it returns, all is mended and
     * the lane breaks nothing more.
     */
    public void abandon() {
        abandoned.countDown();
        stop();
        try {
            if (breaking.tryLock(MENDING.toMillis(), TimeUnit.MILLISECONDS)) {
                breaking.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            List<Fault> round = new ArrayList<>();
            while (!mayEnd().await(pace.rest().toMillis(), TimeUnit.MILLISECONDS)) {
                if (round.isEmpty()) {
                    round.addAll(faults);
                    Collections.shuffle(round, choice);
                }
                if (!round.isEmpty()) {
                    strike(round.removeLast());
                    made++;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CountDownLatch mayEnd() {
        return pace.all() && made < faults.size() ? abandoned : stop;
    }

    private void strike(Fault fault) throws InterruptedException {
        log.note(at -> new FaultBegan(at, fault.name()));
        String target = breakAndMend(fault);
        List<String> down = fault.isOutage() ? awaitWhole.get() : List.of();
        log.note(at -> new FaultEnded(at, fault.name(), target));
        if (!down.isEmpty()) {
            throw new IllegalStateException("after %s of %s not ready: %s".formatted(fault.name(), target, down));
        }
    }

    /** @return the broken part, or the reason why the fault was not made */
    private String breakAndMend(Fault fault) throws InterruptedException {
        breaking.lock();
        try {
            if (abandoned.getCount() == 0) {
                return "not made: abandoned";
            }
            Damage damage = fault.strike(choice);
            try {
                mayEnd().await(pace.outage().multipliedBy(fault.duration()).toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                damage.mend().run();
            }
            return damage.target();
        } catch (IOException | ExecutionException | TimeoutException otherFault) {
            return "not made: " + otherFault;
        } finally {
            breaking.unlock();
        }
    }

    /**
     * The pace of a lane.
     *
     * @param outage duration of most faults
     * @param rest pause between two faults
     * @param all whether the lane makes each fault at least once, however long that takes
     */
    public record Pace(Duration outage, Duration rest, boolean all) {}
}
