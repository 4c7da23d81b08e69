package dev.beckon.verify.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Collects the facts of a run, from its construction on. Thread-safe: facts of one thread keep their order. */
public final class HistoryLog {

    private final long began = System.nanoTime();
    private final List<Fact> facts = new ArrayList<>();

    /** @param fact makes the fact from the milliseconds since this log began */
    public synchronized void note(LongFunction<Fact> fact) {
        facts.add(fact.apply(Duration.ofNanos(System.nanoTime() - began).toMillis()));
    }

    public synchronized History history() {
        return new History(facts);
    }
}
