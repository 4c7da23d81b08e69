package dev.beckon.benchmarks;

import dev.beckon.benchmarks.measure.Figure;
import dev.beckon.benchmarks.micro.Jmh;
import dev.beckon.benchmarks.micro.Jmh.Cost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One of JMH's, so that its figures stand in the same table.
 *
 * @param type of package {@code micro}
 * @param first whose method counts; the others are beside it
 * @param divided whether a call does {@code size} operations
 */
record InProcessBenchmark(String name, String operation, String unit, List<Integer> sizes, Class<?> type, String first,
        boolean divided) implements Benchmark {

    @Override
    public boolean isInProcess() {
        return true;
    }

    @Override
    public void run(Bench bench, int size) throws Exception {
        int operations = divided ? size : 1;
        for (int run = 0; run < bench.runs(); run++) {
            Map<String, Cost> costs = Jmh.measure(type, size, bench.seconds());
            List<Figure> figures = new ArrayList<>();
            figures.addAll(figures("CPU", costs.get(first), operations));
            costs.forEach((method, cost) -> {
                if (!method.equals(first)) {
                    figures.addAll(figures(method, cost, operations));
                }
            });
            bench.record(size, figures);
        }
    }

    private static List<Figure> figures(String what, Cost cost, int operations) {
        return List.of(new Figure(what, cost.micros() / operations, "µs"),
                new Figure(what.equals("CPU") ? "allocated" : what + " allocated", cost.allocatedBytes() / operations, "B"));
    }
}
