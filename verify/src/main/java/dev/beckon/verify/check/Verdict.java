package dev.beckon.verify.check;

import dev.beckon.verify.history.Fact;
import java.util.ArrayList;
import java.util.List;

/** The result of one {@link Check}: when the promise was kept, and how it was broken. */
public final class Verdict {

    private final String check;
    private final List<Long> kept = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();

    Verdict(String check) {
        this.check = check;
    }

    /** Counts one examined item that keeps the promise. */
    void kept(long at) {
        kept.add(at);
    }

    void broken(long at, String what, List<? extends Fact> evidence) {
        violations.add(new Violation(check, at, what, List.copyOf(evidence)));
    }

    /** Counts the item as kept if {@code holds}, and notes a violation otherwise. */
    void require(boolean holds, long at, String otherwise, List<? extends Fact> evidence) {
        if (holds) {
            kept(at);
        } else {
            broken(at, otherwise, evidence);
        }
    }

    public String check() {
        return check;
    }

    /** One time for each examined item that kept the promise, in milliseconds since the run began. */
    public List<Long> kept() {
        return List.copyOf(kept);
    }

    public List<Violation> violations() {
        return List.copyOf(violations);
    }
}
