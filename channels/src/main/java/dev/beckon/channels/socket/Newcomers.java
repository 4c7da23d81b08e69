package dev.beckon.channels.socket;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * Lets in so many clients at a time whose first join is not answered yet; the others wait for their turn, so many of them,
 * for so long. When all clients of another node come at once, those who are in are answered before they give up and ask
 * again, which would be more work than there was: the node is never given more than it gets done. Thread-safe.
 */
public final class Newcomers {

    private final int max;
    private final int maxWaiting;
    private final long patienceNanos;
    private final Queue<Place> inside = new ArrayDeque<>();
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private int taken;
    private int mostWaiting;

    Newcomers(SocketConfig limits) {
        this.max = limits.maxNewcomers();
        this.maxWaiting = limits.maxWaitingNewcomers();
        this.patienceNanos = limits.newcomerTimeout().toNanos();
    }

    /** Of one client, from before it is looked at until its first join is answered, it leaves, or it takes too long. */
    public final class Place {

        private final long until = System.nanoTime() + patienceNanos;
        private boolean left;

        private Place() {}

        /** For who comes next; may be called again. */
        public void leave() {
            next(vacate(this));
        }
    }

    private record Waiting(UniEmitter<? super Optional<Place>> turn, long until) {}

    /** @return empty if there is no room for more, or not in time; may come on any thread */
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

    /** @return empty: it waits */
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

    /** Ends the patience with those who have joined nothing, and of those who wait. To be called now and then. */
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
