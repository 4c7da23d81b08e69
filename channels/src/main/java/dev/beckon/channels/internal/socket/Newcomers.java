package dev.beckon.channels.internal.socket;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * Bounds the clients whose first join is pending; further clients wait in a queue of bounded length for a bounded time.
 * When all clients of another node arrive at once, the admitted ones get their answers before they time out and retry,
 * which would add work: the node never takes on more than it can finish. Thread-safe.
 */
public final class Newcomers {

    private final int max;
    private final int maxWaiting;
    private final long patienceNanos;
    private final Queue<Place> inside = new ArrayDeque<>();
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private int taken;
    private int mostWaiting;

    Newcomers(int max, int maxWaiting, Duration patience) {
        this.max = max;
        this.maxWaiting = maxWaiting;
        this.patienceNanos = patience.toNanos();
    }

    /**
     * One client's slot, held from before its admission is checked until its first join is answered, it leaves, or it
     * takes too long.
     */
    public final class Place {

        private final long until = System.nanoTime() + patienceNanos;
        private boolean left;

        private Place() {}

        /** Gives the slot to the next waiting client; may be called again. */
        public void leave() {
            next(vacate(this));
        }
    }

    private record Waiting(UniEmitter<? super Optional<Place>> turn, long until) {}

    /** @return the slot; empty if the queue is full or the wait too long; may complete on any thread */
    public Uni<Optional<Place>> enter() {
        Optional<Place> place = tryEnter();
        return place.isPresent()
                ? Uni.createFrom().item(place)
                : Uni.createFrom().<Optional<Place>>emitter(turn -> {
                    Optional<Optional<Place>> now = takeOrWait(turn);
                    now.ifPresent(turn::complete);
                });
    }

    private synchronized Optional<Place> tryEnter() {
        if (taken >= max || !waiting.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(take());
    }

    /** @return empty: {@code turn} is queued */
    private synchronized Optional<Optional<Place>> takeOrWait(UniEmitter<? super Optional<Place>> turn) {
        if (taken < max) {
            return Optional.of(Optional.of(take()));
        }
        if (waiting.size() >= maxWaiting) {
            return Optional.of(Optional.empty());
        }
        waiting.add(new Waiting(turn, System.nanoTime() + patienceNanos));
        mostWaiting = Math.max(mostWaiting, waiting.size());
        return Optional.empty();
    }

    private Place take() {
        Place place = new Place();
        inside.add(place);
        taken++;
        return place;
    }

    private synchronized boolean vacate(Place place) {
        if (place.left) {
            return false;
        }
        place.left = true;
        taken--;
        while (!inside.isEmpty() && inside.peek().left) {
            inside.remove();
        }
        return true;
    }

    private void next(boolean vacated) {
        if (!vacated) {
            return;
        }
        UniEmitter<? super Optional<Place>> turn;
        Place place;
        synchronized (this) {
            if (waiting.isEmpty() || taken >= max) {
                return;
            }
            turn = waiting.remove().turn;
            place = take();
        }
        turn.complete(Optional.of(place));
    }

    /**
     * Frees the slots of clients that have joined nothing in time, and ends waits that took too long. Call it
     * regularly.
     */
    void expire() {
        long now = System.nanoTime();
        List<Place> late = new ArrayList<>();
        List<Waiting> tired = new ArrayList<>();
        synchronized (this) {
            inside.stream().takeWhile(place -> place.until - now < 0).forEach(late::add);
            while (!waiting.isEmpty() && waiting.peek().until - now < 0) {
                tired.add(waiting.remove());
            }
        }
        tired.forEach(one -> one.turn.complete(Optional.empty()));
        late.forEach(Place::leave);
    }

    synchronized int waiting() {
        return waiting.size();
    }

    synchronized int mostWaiting() {
        return mostWaiting;
    }
}
