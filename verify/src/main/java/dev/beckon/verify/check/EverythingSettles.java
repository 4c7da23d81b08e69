package dev.beckon.verify.check;

import dev.beckon.verify.history.Fact.Quiet;
import dev.beckon.verify.history.History;
import java.util.List;

/** After the last fault is mended, everything that was accepted arrives within the bound. */
final class EverythingSettles implements Check {

    @Override
    public String name() {
        return "settled";
    }

    @Override
    public void examine(History history, Verdict verdict) {
        history.all(Quiet.class).forEach(quiet -> verdict.require(quiet.missing().isEmpty(), quiet.at(),
                "not settled in time: %s".formatted(quiet.missing()), List.of(quiet)));
    }
}
