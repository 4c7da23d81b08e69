package dev.beckon.verify.check;

import dev.beckon.verify.history.History;
import java.util.List;

/** Checks a history against all of Beckon's promises. Pure. */
public final class Checker {

    private static final List<Check> CHECKS = List.of(new AcceptedAreStored(), new NothingTwice(), new NothingElse(),
            new PostedOrder(), new CountsAreExact(), new ReadStateHolds(), new ViewsAreExact(), new GroupsAreExact(), new FramesInOrder(),
            new TakenBack(), new ExpiredAreGone(), new ErasedAreGone(), new RefusedWithReason(),
            new PoisonIsSetAside(), new EverythingSettles(), new OthersUnaffected());

    private Checker() {}

    /** @return one verdict for each promise */
    public static List<Verdict> check(History history) {
        return CHECKS.stream().map(check -> {
            Verdict verdict = new Verdict(check.name());
            check.examine(history, verdict);
            return verdict;
        }).toList();
    }

    /** All violations of all verdicts. */
    public static List<Violation> violations(History history) {
        return check(history).stream().flatMap(verdict -> verdict.violations().stream()).toList();
    }
}
