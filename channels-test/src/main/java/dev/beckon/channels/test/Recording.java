package dev.beckon.channels.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Keeps what has come until a test asks for it, and all of it for failure messages. Thread-safe. */
final class Recording<T> {

    private final List<T> all = new ArrayList<>();
    private final BitSet taken = new BitSet();

    synchronized void add(T item) {
        all.add(item);
        notifyAll();
    }

    /** Waits for the first item that matches and removes it, so that no later call returns it again. */
    synchronized Optional<T> take(Predicate<T> wanted, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            for (int i = taken.nextClearBit(0); i < all.size(); i = taken.nextClearBit(i + 1)) {
                if (wanted.test(all.get(i))) {
                    taken.set(i);
                    return Optional.of(all.get(i));
                }
            }
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                return Optional.empty();
            }
            await(millis);
        }
    }

    private void await(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting", e);
        }
    }

    /** Lists all that has come, one item a line. */
    synchronized String describe() {
        return all.isEmpty()
                ? "nothing"
                : IntStream.range(0, all.size())
                        .mapToObj(i -> all.get(i) + (taken.get(i) ? "  (an earlier assertion took it)" : ""))
                        .collect(Collectors.joining("\n  "));
    }
}
