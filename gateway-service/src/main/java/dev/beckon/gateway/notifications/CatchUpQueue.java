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
import org.jspecify.annotations.Nullable;

/**
 * Gathers members' catch-ups into few calls. A call starts at once if the last one began more than a moment ago and a call is
 * free; catch-ups that arrive meanwhile share the next call. So an idle gateway never waits, and one whose members all return
 * at once asks in batches. Thread-safe.
 */
@Singleton
final class CatchUpQueue {

    /** Calls at a time. Later catch-ups share the next call, so a surge makes calls larger, not more. */
    private static final int MAX_CALLS = 2;

    /**
     * Time from the start of one call to the start of the next, unless enough catch-ups wait to fill a call: when all members
     * return, a thousand joins become twenty queries. The first call after a pause does not wait, and people do not notice 50
     * ms.
     */
    private static final Duration GAP = Duration.ofMillis(50);

    // The gateway refuses one more with reason "busy", and its client retries by itself: a fifth of the members on a full gateway.
    private static final int MAX_WAITING = 20_000;

    private final Function<List<Position>, Uni<List<@Nullable Difference>>> inbox;
    private final Clock clock;
    private final int maxWaiting;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private long callsMade;
    private int mostWaiting;
    private int calls;
    private long nextCallNanos;
    private boolean timerRuns;

    @Inject
    CatchUpQueue(InboxClient inbox, Vertx vertx, MeterRegistry meters) {
        this(inbox::catchUp, MAX_WAITING, new Clock(System::nanoTime,
                (delay, task) -> vertx.setTimer(Math.max(1, delay.toMillis()), _ -> task.run())));
        Gauge.builder("beckon.catch.ups.waiting", this, CatchUpQueue::size)
                .description("Members whose difference waits to be fetched").strongReference(true).register(meters);
        Gauge.builder("beckon.catch.ups.waiting.max", this, CatchUpQueue::mostWaiting)
                .description("The most that waited at a time, since the start").strongReference(true).register(meters);
        FunctionCounter.builder("beckon.catch.ups.calls", this, CatchUpQueue::callsMade)
                .description("Calls that fetched them, a query each").register(meters);
    }

    CatchUpQueue(Function<List<Position>, Uni<List<@Nullable Difference>>> inbox, int maxWaiting, Clock clock) {
        this.inbox = inbox;
        this.clock = clock;
        this.maxWaiting = maxWaiting;
        this.nextCallNanos = clock.nanos().getAsLong();
    }

    private record Waiting(Position position, UniEmitter<? super Difference> answer, long since) {}

    /** @param nanos as {@link System#nanoTime} */
    record Clock(LongSupplier nanos, Timer timer) {}

    /** Runs something once, later. */
    interface Timer {

        void after(Duration delay, Runnable task);
    }

    /**
     * @return fails with {@link InboxClient.UnavailableException}, reason {@code busy}, if too many catch-ups wait, or this one
     *     waits too long; reason {@code unavailable}, if the user's database is away
     */
    Uni<Difference> catchUp(Position position) {
        return Uni.createFrom().emitter(answer -> {
            if (offer(new Waiting(position, answer, clock.nanos().getAsLong()))) {
                callNext();
            } else {
                answer.fail(new InboxClient.UnavailableException("busy", "more than " + maxWaiting + " catch-ups wait"));
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
                new InboxClient.UnavailableException("busy", "a catch-up waited longer than " + InboxClient.DEADLINE)));
        List<Waiting> batch = takeBatch();
        if (batch.isEmpty()) {
            return;
        }
        inbox.apply(batch.stream().map(Waiting::position).toList()).subscribe().with(
                (List<@Nullable Difference> differences) -> {
                    finished();
                    answer(batch, differences);
                },
                failure -> {
                    finished();
                    batch.forEach(one -> one.answer().fail(failure));
                });
    }

    /** Removes catch-ups whose clients give up about now and ask again: an answer would come too late. */
    private synchronized List<Waiting> takeOverdue() {
        List<Waiting> overdue = new ArrayList<>();
        long now = clock.nanos().getAsLong();
        while (!waiting.isEmpty() && now - waiting.peek().since() > InboxClient.DEADLINE.toNanos()) {
            overdue.add(waiting.remove());
        }
        return overdue;
    }

    /** @return empty if no catch-up waits, all calls are in use, or it is too early */
    private synchronized List<Waiting> takeBatch() {
        if (calls == MAX_CALLS || waiting.isEmpty() || !isTime()) {
            return List.of();
        }
        List<Waiting> batch = new ArrayList<>();
        while (batch.size() < CatchUp.MAX_USERS && !waiting.isEmpty()) {
            batch.add(waiting.remove());
        }
        calls++;
        callsMade++;
        nextCallNanos = clock.nanos().getAsLong() + GAP.toNanos();
        return batch;
    }

    /** True also if enough catch-ups wait to fill a call; otherwise starts the timer. */
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

    private static void answer(List<Waiting> batch, List<@Nullable Difference> differences) {
        for (int i = 0; i < batch.size(); i++) {
            Difference difference = differences.get(i);
            if (difference == null) {
                batch.get(i).answer().fail(new InboxClient.UnavailableException("unavailable", "the user's database is away"));
            } else {
                batch.get(i).answer().complete(difference);
            }
        }
    }
}
