package dev.beckon.channels.socket;

import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** How often each of a few things has happened since the start. Thread-safe. */
public final class Tally<E extends Enum<E>> {

    private final LongAdder[] counts;

    Tally(Class<E> kinds) {
        this.counts = Stream.of(kinds.getEnumConstants()).map(_ -> new LongAdder()).toArray(LongAdder[]::new);
    }

    public void add(E kind) {
        counts[kind.ordinal()].increment();
    }

    public long of(E kind) {
        return counts[kind.ordinal()].sum();
    }
}
