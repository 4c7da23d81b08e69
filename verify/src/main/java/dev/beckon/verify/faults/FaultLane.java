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
 * One fault after the other, with pauses, all of them before any comes again; two lanes make two at a time. Whatever is
 * broken when it is stopped is mended.
 */
public final class FaultLane {

    /** Mending starts a server at most. */
    private static final Duration MENDING = Duration.ofMinutes(1);

    private final List<Fault> faults;
    private final HistoryLog log;
    private final Pace pace;
    private final Supplier<List<String>> awaitWhole;
    private final Random choice;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch abandoned = new CountDownLatch(1);
    /** Held while something is broken. */
    private final Lock breaking = new ReentrantLock();
    private int made;

    /**
     * @param awaitWhole returns when all services are ready; gives those that are not in time
     */
    public FaultLane(List<Fault> faults, HistoryLog log, Pace pace, Supplier<List<String>> awaitWhole, long seed) {
        this.faults = List.copyOf(faults);
        this.log = log;
        this.pace = pace;
        this.awaitWhole = awaitWhole;
        this.choice = new Random(seed);
    }

    /** @return completes when the lane was stopped, each fault was made if the pace wants that, and all is mended; fails if a fault could not be made or mended */
    public CompletableFuture<Void> start() {
        return CompletableFuture.runAsync(this::run, Thread::startVirtualThread);
    }

    public void stop() {
        stop.countDown();
    }

    /** As {@link #stop}, but whatever the pace wants. When it returns all is mended, and nothing is broken from then on. */
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

    /** @return what it was, or why it was not */
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
     * How fast things break.
     *
     * @param outage of most faults
     * @param rest between two
     * @param all whether each fault is made once, however long that takes
     */
    public record Pace(Duration outage, Duration rest, boolean all) {}
}
