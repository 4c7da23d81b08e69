package dev.beckon.channels.internal.socket;

import dev.beckon.netty.EventLoop;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniSubscriber;
import io.smallrye.mutiny.subscription.UniSubscription;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Runs one member's tasks one after another, each when the one before it is over, however it ended; calls the
 * application's callbacks in them, each in a context of its own. Confined to one event loop; tasks must complete on it.
 */
final class Mailbox {

    /** The outcome of a task that is over when it returns; {@link #run} need not subscribe to it. */
    static final Uni<Void> DONE = Uni.createFrom().voidItem();

    /** Tasks of one member that wait, and other items that wait for it; one more ends its channel with phx_error. */
    static final int MAX_WAITING = 256;

    private static final Logger LOG = Logger.getLogger(Mailbox.class);

    private final EventLoop loop;
    private final int bound;
    private final Function<Throwable, Uni<? extends Void>> onFailure;
    private final Queue<Supplier<Uni<Void>>> tasks = new ArrayDeque<>(2);
    private boolean running;
    private boolean looping;

    /** @param onFailure runs after a task that fails or throws, before the next one; must not fail */
    Mailbox(EventLoop loop, int bound, Function<Throwable, Uni<? extends Void>> onFailure) {
        this.loop = loop;
        this.bound = bound;
        this.onFailure = onFailure;
    }

    /** @return false, and the task is not taken, if {@code bound} tasks wait already */
    boolean offer(Supplier<Uni<Void>> task) {
        if (tasks.size() >= bound) {
            return false;
        }
        tasks.add(task);
        run();
        return true;
    }

    /** Calls the application; a callback that throws counts as one whose {@code Uni} fails. */
    <T> Uni<T> call(Supplier<Uni<T>> callback) {
        return Uni.createFrom().deferred(() -> uni(start(callback)));
    }

    /**
     * As {@link #call}, but at once: most outcomes are ready when the callback returns, and need no operators of
     * Mutiny.
     */
    <T> CompletableFuture<T> start(Supplier<Uni<T>> callback) {
        Outcome<T> outcome = new Outcome<>(new CompletableFuture<>());
        loop.runApart(() -> {
            try {
                callback.get().subscribe().withSubscriber(outcome);
            } catch (Throwable failure) { // an error, too, is the channel's fault and not the socket's
                outcome.onFailure(failure);
            }
        });
        return outcome.future();
    }

    /** @return the outcome, on the loop */
    <T> Uni<T> uni(CompletableFuture<T> outcome) {
        return Uni.createFrom().completionStage(outcome).emitOn(loop::run);
    }

    private record Outcome<T>(CompletableFuture<T> future) implements UniSubscriber<T> {

        @Override
        public void onSubscribe(UniSubscription subscription) {}

        @Override
        public void onItem(T item) {
            future.complete(item);
        }

        @Override
        public void onFailure(Throwable failure) {
            future.completeExceptionally(failure);
        }
    }

    /** Whether a task would run at once. */
    boolean isIdle() {
        return !running && tasks.isEmpty();
    }

    /** Runs {@code mark} when all tasks offered by now are over or dropped. Does not count against the bound. */
    void mark(Runnable mark) {
        tasks.add(new Mark(mark));
        run();
    }

    private record Mark(Runnable mark) implements Supplier<Uni<Void>> {

        @Override
        public Uni<Void> get() {
            mark.run();
            return DONE;
        }
    }

    /** Drops the waiting tasks and runs {@code task} after the present one. */
    void finish(Supplier<Uni<Void>> task) {
        tasks.removeIf(dropped -> !(dropped instanceof Mark));
        tasks.add(task);
        run();
    }

    /** A loop rather than a recursion, because most tasks complete at once. */
    private void run() {
        if (looping) {
            return;
        }
        looping = true;
        while (!running && !tasks.isEmpty()) {
            running = true;
            run(tasks.remove());
        }
        looping = false;
    }

    private void run(Supplier<Uni<Void>> task) {
        try {
            Uni<Void> outcome = task.get();
            if (outcome == DONE) {
                running = false;
            } else {
                outcome.onFailure().recoverWithUni(onFailure).subscribe().with(_ -> done(), this::failed);
            }
        } catch (Throwable failure) { // an error, too: the tasks behind it belong to other callers
            runOnFailure(failure);
        }
    }

    private void runOnFailure(Throwable failure) {
        try {
            onFailure.apply(failure).subscribe().with(_ -> done(), this::failed);
        } catch (Throwable bug) {
            failed(bug);
        }
    }

    private void done() {
        running = false;
        run();
    }

    private void failed(Throwable bug) {
        LOG.error("A channel's mailbox could not deal with a failed task; it goes on with the next one. This is a bug.", bug);
        done();
    }
}
