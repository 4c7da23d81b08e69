package dev.beckon.verify.report;

import dev.beckon.verify.check.Verdict;
import dev.beckon.verify.check.Violation;
import dev.beckon.verify.history.History;
import dev.beckon.verify.report.FaultWindows.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A table of faults and promises: the number of items checked while a fault was under way, and how many of them broke
 * the promise.
 */
final class FaultTable {

    private final FaultWindows windows;
    private final List<Verdict> verdicts;

    FaultTable(History history, List<Verdict> verdicts) {
        this.windows = FaultWindows.of(history);
        this.verdicts = verdicts;
    }

    String text() {
        List<List<String>> lines = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("fault", "times", "s"));
        verdicts.forEach(verdict -> head.add(verdict.check()));
        lines.add(head);
        windows.names().stream().sorted().forEach(fault -> lines.add(line(fault)));
        lines.add(line(FaultWindows.NO_FAULT));
        lines.add(line(FaultWindows.END));
        return aligned(lines);
    }

    private List<String> line(String row) {
        List<Window> own = windows.all().stream().filter(window -> window.fault().equals(row)).toList();
        long millis = own.stream().mapToLong(window -> window.ended() - window.began()).sum();
        List<String> cells = new ArrayList<>();
        cells.add(row);
        cells.add(own.isEmpty() ? "" : Integer.toString(own.size()));
        cells.add(own.isEmpty() ? "" : String.format(Locale.ROOT, "%.1f", millis / 1_000.0));
        verdicts.forEach(verdict -> cells.add(cell(row, verdict)));
        return cells;
    }

    private String cell(String row, Verdict verdict) {
        long kept = verdict.kept().stream().filter(at -> windows.rows(at).contains(row)).count();
        long broken = verdict.violations().stream().map(Violation::at).filter(at -> windows.rows(at).contains(row)).count();
        if (broken > 0) {
            return "%d BROKEN".formatted(broken);
        }
        return kept == 0 ? "-" : Long.toString(kept);
    }

    private static String aligned(List<List<String>> lines) {
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            for (int column = 0; column < line.size(); column++) {
                int wide = column;
                int width = lines.stream().mapToInt(other -> other.get(wide).length()).max().orElse(0);
                text.append(String.format(column == 0 ? "%-" + width + "s" : "  %" + width + "s", line.get(column)));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
