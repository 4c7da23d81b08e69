package dev.beckon.benchmarks.report;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import dev.beckon.benchmarks.measure.Figure;
import dev.beckon.benchmarks.measure.Machine;
import dev.beckon.benchmarks.measure.Result;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Results as a Markdown table: one row for each benchmark, with the median of the newest runs at each size. Pure. */
public final class ResultTable {

    private static final int RUNS = 3;

    /**
     * Figures that stay in the results' files: the load, and the processor time of single processes; {@code all CPU} is
     * their sum.
     */
    private static final Pattern LEFT_OUT = Pattern.compile("rate|(?!all )[\\w'-]+ CPU");

    private final List<String> order;

    /** @param order benchmark names in the order of the rows; other benchmarks follow */
    public ResultTable(List<String> order) {
        this.order = List.copyOf(order);
    }

    public String render(List<Result> results) {
        if (results.isEmpty()) {
            return "Nothing is measured yet.\n";
        }
        StringBuilder page = new StringBuilder("""
                | operation | sizes | measured | beside |
                | --- | --- | --- | --- |
                """);
        results.stream().collect(groupingBy(Result::benchmark)).entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, List<Result>> row) -> place(row.getKey())).thenComparing(Map.Entry::getKey))
                .forEach(row -> page.append(row(row.getValue())));
        results.stream().max(Comparator.comparing(Result::at)).ifPresent(last -> page.append('\n').append(machine(last)));
        return page.toString();
    }

    private int place(String benchmark) {
        int place = order.indexOf(benchmark);
        return place < 0 ? order.size() : place;
    }

    private static List<Result> newest(List<Result> results) {
        return results.stream().sorted(Comparator.comparing(Result::at).reversed()).limit(RUNS).toList();
    }

    private static String row(List<Result> results) {
        TreeMap<Integer, List<Result>> sizes = results.stream().collect(groupingBy(Result::size, TreeMap::new,
                collectingAndThen(toList(), ResultTable::newest)));
        Result last = sizes.lastEntry().getValue().getFirst();
        String beside = last.figures().stream().skip(1)
                .filter(figure -> !LEFT_OUT.matcher(figure.what()).matches())
                .map(figure -> figure.what() + " " + medians(sizes, figure))
                .collect(joining(", "));
        return "| %s%s | %s %s | **%s** | %s |%n".formatted(last.operation(), last.target().isEmpty() ? "" : "; target " + last.target(),
                sizes.keySet().stream().map(size -> String.format(Locale.ROOT, "%,d", size)).collect(joining("; ")), last.unit(),
                medians(sizes, last.figures().getFirst()), beside);
    }

    private static String medians(Map<Integer, List<Result>> sizes, Figure figure) {
        return sizes.values().stream().map(runs -> median(runs, figure).number()).collect(joining("; ")) + figure.suffix();
    }

    /** The median of the figure with that name; runs without this figure do not count. */
    static Figure median(List<Result> runs, Figure figure) {
        double[] values = runs.stream()
                .flatMap(run -> run.figures().stream())
                .filter(one -> one.what().equals(figure.what()))
                .mapToDouble(Figure::value)
                .sorted()
                .toArray();
        return new Figure(figure.what(), (values[(values.length - 1) / 2] + values[values.length / 2]) / 2, figure.unit());
    }

    private static String machine(Result result) {
        Machine machine = result.machine();
        return "%s, %d cores, %s, %s; %s, Quarkus %s, `%s`; %s.%n".formatted(machine.cpu(), machine.cores(),
                machine.memory(), machine.kernel(), machine.jvm(), machine.quarkus(), String.join(" ", machine.flags()),
                result.at().atZone(ZoneOffset.UTC).toLocalDate());
    }
}
