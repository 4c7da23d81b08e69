package dev.beckon.benchmarks.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import dev.beckon.benchmarks.measure.Figure;
import dev.beckon.benchmarks.measure.Machine;
import dev.beckon.benchmarks.measure.Result;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Results as a Markdown table: one row for each benchmark and size, of its newest runs the median. Pure. */
public final class Table {

    private static final int RUNS = 3;

    private final List<String> order;

    /** @param order names of benchmarks; others come behind them */
    public Table(List<String> order) {
        this.order = List.copyOf(order);
    }

    private record Row(String benchmark, int size) {}

    public String render(List<Result> results) {
        if (results.isEmpty()) {
            return "Nothing is measured yet.\n";
        }
        StringBuilder page = new StringBuilder("""
                | operation | size | measured | target | beside | runs |
                | --- | --- | --- | --- | --- | --- |
                """);
        results.stream()
                .collect(groupingBy(result -> new Row(result.benchmark(), result.size())))
                .entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<Row, List<Result>> row) -> place(row.getKey().benchmark()))
                        .thenComparing(row -> row.getKey().benchmark())
                        .thenComparing(row -> row.getKey().size()))
                .forEach(row -> page.append(row(newest(row.getValue()))));
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

    private static String row(List<Result> runs) {
        Result last = runs.getFirst();
        List<String> figures = IntStream.range(0, last.figures().size())
                .mapToObj(i -> median(runs, last.figures().get(i)))
                .map(Figure::text)
                .toList();
        String beside = IntStream.range(1, figures.size())
                .mapToObj(i -> last.figures().get(i).what() + " " + figures.get(i))
                .collect(joining(", "));
        return "| %s | %s %s | **%s** | %s | %s | %d |%n".formatted(last.operation(),
                String.format(Locale.ROOT, "%,d", last.size()), last.unit(), figures.getFirst(), last.target(), beside,
                runs.size());
    }

    /** Of the figure with that name; a run that lacks it does not count. */
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
