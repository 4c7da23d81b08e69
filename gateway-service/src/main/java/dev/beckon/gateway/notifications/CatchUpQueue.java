package dev.beckon.gateway.notifications;

import dev.beckon.contracts.CatchUp;
import dev.beckon.contracts.CatchUp.Difference;
import dev.beckon.contracts.CatchUp.Position;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Gathers members' catch-ups into few calls: a call goes out at once if none did a moment ago and fewer than the allowed number
 * are under way, and whatever arrives meanwhile shares the next one. An idle gateway waits for nothing, and one whose
 * members all come back at once asks in batches. Thread-safe.
 */
@Singleton
final class CatchUpQueue {

    private final Function<List<Position>, Uni<List<Difference>>> inbox;
    private final Clock clock;
    private final int maxCalls;
    private final int maxWaiting;
    private final long gapNanos;
    private final Duration patience;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private long callsMade;
    private int mostWaiting;
    private int calls;
    private long nextCallNanos;
    private boolean timerRuns;

    @Inject
    CatchUpQueue(InboxClient inbox, InboxConfig config, Vertx vertx, MeterRegistry meters) {
        this(inbox::catchUp, config, new Clock(System::nanoTime,
                (delay, task) -> vertx.setTimer(Math.max(1, delay.toMillis()), _ -> task.run())));
        Gauge.builder("beckon.catch.ups.waiting", this, CatchUpQueue::size)
                .description("Members whose difference waits to be fetched").strongReference(true).register(meters);
        Gauge.builder("beckon.catch.ups.waiting.max", this, CatchUpQueue::mostWaiting)
                .description("The most that waited at a time, since the start").strongReference(true).register(meters);
        FunctionCounter.builder("beckon.catch.ups.calls", this, CatchUpQueue::callsMade)
                .description("Calls that fetched them, a query each").register(meters);
    }

    CatchUpQueue(Function<List<Position>, Uni<List<Difference>>> inbox, InboxConfig config, Clock clock) {
        this.inbox = inbox;
        this.clock = clock;
        this.maxCalls = config.catchUpCalls();
        this.maxWaiting = config.catchUpQueue();
        this.gapNanos = config.catchUpGap().toNanos();
        this.patience = config.deadline();
        this.nextCallNanos = clock.nanos().getAsLong();
    }

    private record Waiting(Position position, UniEmitter<? super Difference> answer, long since) {}

    /** @param nanos as {@link System#nanoTime} */
    record Clock(LongSupplier nanos, Timer timer) {}

    /** Runs something once, later. */
    interface Timer {

        void after(Duration delay, Runnable task);
    }

    /** @return fails with {@link InboxUnavailableException}, reason {@code busy}, if too many wait, or for too long */
    Uni<Difference> catchUp(Position position) {
        return Uni.createFrom().emitter(answer -> {
            if (offer(new Waiting(position, answer, clock.nanos().getAsLong()))) {
                callNext();
            } else {
                answer.fail(new InboxUnavailableException("busy", "more than " + maxWaiting + " catch-ups wait"));
            }
        });
    }

    private synchronized int size() {
        return waiting.size();
    }

    private synchronized boolean offer(Waiting one) {
        boolean hasRoom = waiting.size() < maxWaiting && waiting.add(one);
        mostWaiting = Math.max(mostWaiting, waiting.size());
        return hasRoom;
    }

    private synchronized int mostWaiting() {
        return mostWaiting;
    }

    private synchronized long callsMade() {
        return callsMade;
    }

    private void callNext() {
        takeOverdue().forEach(one -> one.answer().fail(
                new InboxUnavailableException("busy", "a catch-up waited longer than " + patience)));
        List<Waiting> batch = takeBatch();
        if (batch.isEmpty()) {
            return;
        }
        inbox.apply(batch.stream().map(Waiting::position).toList()).subscribe().with(
                differences -> {
                    finished();
                    answer(batch, differences);
                },
                failure -> {
                    finished();
                    batch.forEach(one -> one.answer().fail(failure));
                });
    }

    /** Whoever asked gives up about now, and asks again: an answer would be work for nobody. */
    private synchronized List<Waiting> takeOverdue() {
        List<Waiting> overdue = new ArrayList<>();
        long now = clock.nanos().getAsLong();
        while (!waiting.isEmpty() && now - waiting.peek().since() > patience.toNanos()) {
            overdue.add(waiting.remove());
        }
        return overdue;
    }

    /** @return empty if there is nothing to ask, or not yet */
    private synchronized List<Waiting> takeBatch() {
        if (calls == maxCalls || waiting.isEmpty() || !isTime()) {
            return List.of();
        }
        List<Waiting> batch = new ArrayList<>();
        while (batch.size() < CatchUp.MAX_USERS && !waiting.isEmpty()) {
            batch.add(waiting.remove());
        }
        calls++;
        callsMade++;
        nextCallNanos = clock.nanos().getAsLong() + gapNanos;
        return batch;
    }

    /** For more than fit into a call it always is. */
    private boolean isTime() {
        long early = nextCallNanos - clock.nanos().getAsLong();
        if (early <= 0 || waiting.size() >= CatchUp.MAX_USERS) {
            return true;
        }
        if (!timerRuns) {
            timerRuns = true;
            clock.timer().after(Duration.ofNanos(early), this::timeIsUp);
        }
        return false;
    }

    private void timeIsUp() {
        synchronized (this) {
            timerRuns = false;
        }
        callNext();
    }

    private void finished() {
        synchronized (this) {
            calls--;
        }
        callNext();
    }

    private static void answer(List<Waiting> batch, List<Difference> differences) {
        if (differences.size() != batch.size()) {
            batch.forEach(one -> one.answer().fail(new InboxUnavailableException("unavailable",
                    "notification-service answered " + differences.size() + " of " + batch.size() + " positions")));
            return;
        }
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).answer().complete(differences.get(i));
        }
    }
}
