package dev.beckon.channels.socket;

import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Runs one member's callbacks one after another, each when the one before it is over, however it ended. Confined to one
 * event loop; tasks must complete on it.
 */
final class Mailbox {

    /** Of a task that is over when it returns: nobody need subscribe to it. */
    static final Uni<Void> DONE = Uni.createFrom().voidItem();

    private static final Logger LOG = Logger.getLogger(Mailbox.class);

    private final int bound;
    private final Queue<Supplier<Uni<Void>>> tasks = new ArrayDeque<>(2);
    private boolean running;
    private boolean looping;

    Mailbox(int bound) {
        this.bound = bound;
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

    /** Takes the waiting tasks of one kind out of their turn, in order. */
    <T extends Supplier<Uni<Void>>> List<T> takeAll(Class<T> kind) {
        List<T> taken = tasks.stream().filter(kind::isInstance).map(kind::cast).toList();
        tasks.removeIf(kind::isInstance);
        return taken;
    }

    /** Whether a task would run at once. */
    boolean isIdle() {
        return !running && tasks.isEmpty();
    }

    /** Runs {@code mark} when all that was offered by now is over or dropped. Takes no place of a task. */
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

    /** Drops what waits and runs {@code task} after the present one. */
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
                outcome.subscribe().with(_ -> done(), this::failed);
            }
        } catch (Throwable bug) { // an error, too: what waits behind it is others' work
            failed(bug);
        }
    }

    private void done() {
        running = false;
        run();
    }

    /** Tasks answer for their own failures; what arrives here is a bug. */
    private void failed(Throwable bug) {
        LOG.error("A task of a channel's mailbox failed", bug);
        done();
    }
}
