package dev.beckon.verify.check;

import dev.beckon.verify.history.Fact;
import java.util.List;

/**
 * A promise that was broken.
 *
 * @param check the promise
 * @param at milliseconds since the run began: when it went wrong, as far as is known
 * @param evidence as few facts as show it
 */
public record Violation(String check, long at, String what, List<Fact> evidence) {

    public Violation {
        evidence = List.copyOf(evidence);
    }
}
