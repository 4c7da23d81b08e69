package dev.beckon.verify.check;

import dev.beckon.verify.history.History;
import java.util.List;

/** Holds a history against everything that Beckon promises. Pure. */
public final class Checker {

    private static final List<Check> CHECKS = List.of(new AcceptedAreStored(), new NothingTwice(), new NothingElse(),
            new CountsAreExact(), new UsersGetTheirWay(), new ViewsAreExact(), new ToldOnceInOrder(), new RefusedWithReason(),
            new PoisonIsSetAside(), new EverythingSettles());

    private Checker() {}

    /** @return one verdict for each promise */
    public static List<Verdict> check(History history) {
        return CHECKS.stream().map(check -> {
            Verdict verdict = new Verdict(check.name());
            check.examine(history, verdict);
            return verdict;
        }).toList();
    }

    /** All violations, without the verdicts they belong to. */
    public static List<Violation> violations(History history) {
        return check(history).stream().flatMap(verdict -> verdict.violations().stream()).toList();
    }
}
