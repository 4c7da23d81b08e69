package dev.beckon.gateway.notifications;

import dev.beckon.contracts.CatchUp;
import dev.beckon.contracts.CatchUp.Difference;
import dev.beckon.contracts.CatchUp.Position;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Gathers members' catch-ups into few calls: a call goes out at once while fewer than the allowed number are under way,
 * and whatever arrives meanwhile shares the next one. An idle gateway waits for nothing, and one whose members all come
 * back at once asks in batches. Thread-safe.
 */
@Singleton
final class CatchUpQueue {

    private final InboxClient inbox;
    private final int maxCalls;
    private final int maxWaiting;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private int calls;

    CatchUpQueue(InboxClient inbox, InboxConfig config, MeterRegistry meters) {
        Gauge.builder("beckon.catch.ups.waiting", this, CatchUpQueue::size)
                .description("Members whose difference waits to be fetched").strongReference(true).register(meters);
        this.inbox = inbox;
        this.maxCalls = config.catchUpCalls();
        this.maxWaiting = config.catchUpQueue();
    }

    private record Waiting(Position position, UniEmitter<? super Difference> answer) {}

    /** @return fails with {@link InboxUnavailableException}, reason {@code busy}, if too many wait */
    Uni<Difference> catchUp(Position position) {
        return Uni.createFrom().emitter(answer -> {
            if (offer(new Waiting(position, answer))) {
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
        return waiting.size() < maxWaiting && waiting.add(one);
    }

    private void callNext() {
        List<Waiting> batch = takeBatch();
        if (batch.isEmpty()) {
            return;
        }
        inbox.catchUp(batch.stream().map(Waiting::position).toList()).subscribe().with(
                differences -> {
                    finished();
                    answer(batch, differences);
                },
                failure -> {
                    finished();
                    batch.forEach(one -> one.answer().fail(failure));
                });
    }

    private synchronized List<Waiting> takeBatch() {
        List<Waiting> batch = new ArrayList<>();
        if (calls < maxCalls) {
            while (batch.size() < CatchUp.MAX_USERS && !waiting.isEmpty()) {
                batch.add(waiting.remove());
            }
            calls += batch.isEmpty() ? 0 : 1;
        }
        return batch;
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
