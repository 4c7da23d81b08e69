package dev.beckon.verify.history;

import java.util.List;
import java.util.stream.Stream;

/** Facts in the order in which the harness noted them. */
public record History(List<Fact> facts) {

    public History {
        facts = List.copyOf(facts);
    }

    /** The facts that were noted when all work had settled. */
    public List<Fact> settled() {
        return facts.stream().dropWhile(fact -> !(fact instanceof Fact.Quiet)).toList();
    }

    public <F extends Fact> Stream<F> all(Class<F> kind) {
        return facts.stream().filter(kind::isInstance).map(kind::cast);
    }
}
