package dev.beckon.verify.model;

import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.History;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** A history in which each fact takes a millisecond. */
final class SmallHistory {

    private final List<Fact> facts = new ArrayList<>();
    private long passed;
    private int calls;

    void note(LongFunction<Fact> fact) {
        facts.add(fact.apply(now()));
    }

    int nextCall() {
        return ++calls;
    }

    long now() {
        return passed + facts.size();
    }

    /** Time in which nothing happens. */
    void pass(long millis) {
        passed += millis;
    }

    History history() {
        return new History(facts);
    }
}
