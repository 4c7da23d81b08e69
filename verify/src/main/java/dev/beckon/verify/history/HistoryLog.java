package dev.beckon.verify.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Where everybody writes down what happens, from the moment it is made. Thread-safe: what one thread notes keeps its order. */
public final class HistoryLog {

    private final long began = System.nanoTime();
    private final List<Fact> facts = new ArrayList<>();

    /** @param fact made from the milliseconds since this log began */
    public synchronized void note(LongFunction<Fact> fact) {
        facts.add(fact.apply(Duration.ofNanos(System.nanoTime() - began).toMillis()));
    }

    public synchronized History history() {
        return new History(facts);
    }
}
