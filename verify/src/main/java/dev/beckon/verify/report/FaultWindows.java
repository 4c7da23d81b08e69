package dev.beckon.verify.report;

import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.Fact.FaultBegan;
import dev.beckon.verify.history.Fact.FaultEnded;
import dev.beckon.verify.history.Fact.Quiet;
import dev.beckon.verify.history.History;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The time window of each fault. */
final class FaultWindows {

    static final String NO_FAULT = "(no fault)";
    static final String END = "(at the end)";

    /** From {@code began} until {@code ended}, in milliseconds since the run began. */
    record Window(String fault, String target, long began, long ended) {

        boolean contains(long at) {
            return began <= at && at <= ended;
        }
    }

    private final List<Window> windows = new ArrayList<>();
    private long quiet = Long.MAX_VALUE;

    static FaultWindows of(History history) {
        FaultWindows all = new FaultWindows();
        Map<String, Long> open = new HashMap<>();
        for (Fact fact : history.facts()) {
            switch (fact) {
                case FaultBegan began -> open.put(began.fault(), began.at());
                case FaultEnded ended when open.containsKey(ended.fault()) -> all.windows.add(
                        new Window(ended.fault(), ended.target(), open.remove(ended.fault()), ended.at()));
                case Quiet found -> all.quiet = found.at();
                default -> {}
            }
        }
        return all;
    }

    List<Window> all() {
        return windows;
    }

    /** The names of the faults that were made, in the order of their first window. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        windows.forEach(window -> names.add(window.fault()));
        return names;
    }

    /** The rows of the table for an item with this time. */
    Set<String> rows(long at) {
        Set<String> rows = new LinkedHashSet<>();
        if (at >= quiet) {
            rows.add(END);
            return rows;
        }
        windows.stream().filter(window -> window.contains(at)).forEach(window -> rows.add(window.fault()));
        if (rows.isEmpty()) {
            rows.add(NO_FAULT);
        }
        return rows;
    }
}
