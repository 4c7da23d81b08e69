package dev.beckon.verify.model;

import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.History;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** A history that uses the number of facts as its time. */
final class SmallHistory {

    private final List<Fact> facts = new ArrayList<>();

    void note(LongFunction<Fact> fact) {
        facts.add(fact.apply(facts.size()));
    }

    History history() {
        return new History(facts);
    }
}
