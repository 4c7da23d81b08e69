package dev.beckon.verify.report;

import dev.beckon.verify.check.Verdict;
import dev.beckon.verify.check.Violation;
import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.History;
import dev.beckon.verify.history.HistoryFile;
import dev.beckon.verify.report.FaultWindows.Window;
import java.util.Comparator;
import java.util.List;

/** The report of a run, as text. */
public final class Report {

    /** Most lines of one proof; the history file has the rest. */
    private static final int LINES = 30;

    private static final int LINE_LENGTH = 600;

    private final History history;
    private final List<Verdict> verdicts;

    public Report(History history, List<Verdict> verdicts) {
        this.history = history;
        this.verdicts = verdicts;
    }

    public boolean isClean() {
        return verdicts.stream().allMatch(verdict -> verdict.violations().isEmpty());
    }

    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(new Totals(history).text()).append('\n');
        text.append(new FaultTable(history, verdicts).text()).append('\n');
        verdicts.stream().filter(verdict -> !verdict.violations().isEmpty()).forEach(verdict -> text.append(proof(verdict)));
        text.append("%s: %d losses, %d duplicates, %d broken promises%n".formatted(isClean() ? "PASSED" : "FAILED",
                broken("stored"), broken("once"), verdicts.stream().mapToInt(verdict -> verdict.violations().size()).sum()));
        return text.toString();
    }

    private int broken(String check) {
        return verdicts.stream().filter(verdict -> verdict.check().equals(check))
                .mapToInt(verdict -> verdict.violations().size()).sum();
    }

    /** Shows the violation with the fewest facts. */
    private String proof(Verdict verdict) {
        Violation shortest = verdict.violations().stream()
                .min(Comparator.comparingInt(violation -> violation.evidence().size())).orElseThrow();
        StringBuilder text = new StringBuilder("%s: broken %d times. The shortest history that shows it:%n".formatted(
                verdict.check(), verdict.violations().size()));
        text.append("  ").append(clipped(shortest.what())).append('\n');
        shortest.evidence().stream().limit(LINES).forEach(fact -> text.append("    ").append(clipped(HistoryFile.line(fact)))
                .append('\n'));
        if (shortest.evidence().size() > LINES) {
            text.append("    … and %d more%n".formatted(shortest.evidence().size() - LINES));
        }
        faultsDuring(shortest).forEach(window -> text.append("    during %s of %s, %d to %d%n".formatted(
                window.fault(), window.target(), window.began(), window.ended())));
        return text.append('\n').toString();
    }

    private List<Window> faultsDuring(Violation violation) {
        long first = violation.evidence().stream().mapToLong(Fact::at).min().orElse(violation.at());
        return FaultWindows.of(history).all().stream()
                .filter(window -> window.began() <= violation.at() && window.ended() >= Math.min(first, violation.at()))
                .limit(LINES)
                .toList();
    }

    private static String clipped(String line) {
        return line.length() <= LINE_LENGTH ? line : line.substring(0, LINE_LENGTH) + "…";
    }
}
