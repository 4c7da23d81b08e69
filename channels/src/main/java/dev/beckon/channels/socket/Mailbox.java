package dev.beckon.channels.socket;

import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * Runs one member's callbacks one after another, each when the one before it has completed. Confined to one event loop;
 * tasks must complete on it and must not fail.
 */
final class Mailbox {

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

    /** Drops what waits and runs {@code task} after the present one. */
    void finish(Supplier<Uni<Void>> task) {
        tasks.clear();
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
            tasks.remove().get().subscribe().with(_ -> done(), _ -> done());
        }
        looping = false;
    }

    private void done() {
        running = false;
        run();
    }
}
