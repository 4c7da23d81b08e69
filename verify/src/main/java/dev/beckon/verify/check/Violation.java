package dev.beckon.verify.check;

import dev.beckon.verify.history.Fact;
import java.util.List;

/**
 * A broken promise.
 *
 * @param check the promise
 * @param at when it was broken, as far as is known, in milliseconds since the run began
 * @param evidence the fewest facts that show it
 */
public record Violation(String check, long at, String what, List<Fact> evidence) {

    public Violation {
        evidence = List.copyOf(evidence);
    }
}
