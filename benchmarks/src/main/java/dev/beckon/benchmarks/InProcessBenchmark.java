package dev.beckon.benchmarks;

import dev.beckon.benchmarks.measure.Figure;
import dev.beckon.benchmarks.micro.Jmh;
import dev.beckon.benchmarks.micro.Jmh.Cost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Runs a JMH benchmark, so that its figures appear in the same table.
 *
 * @param type a class of package {@code micro}
 * @param first the method that gives the main figure; the figures of other methods follow
 * @param divided whether one call does {@code size} operations
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
            Cost counting = Objects.requireNonNull(costs.get(first), () -> type + " has no benchmark " + first);
            figures.addAll(figures("CPU", counting, operations));
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
