package dev.beckon.benchmarks;

import dev.beckon.benchmarks.load.LoadAnswer;
import dev.beckon.benchmarks.measure.Figure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The figures of benchmarks of the whole path: latency, and processor time per notification of each process. */
final class PathFigures {

    private PathFigures() {}

    static List<Figure> latency(LoadAnswer posted, LoadAnswer received) {
        return List.of(
                Figure.percentile("client p50", received.micros(), 50),
                Figure.percentile("client p99", received.micros(), 99),
                Figure.percentile("POST p50", posted.micros(), 50),
                Figure.percentile("POST p99", posted.micros(), 99));
    }

    /** @param spent processor time by process name */
    static List<Figure> cpu(Map<String, Duration> spent, long notifications) {
        List<Figure> figures = new ArrayList<>();
        spent.forEach((process, cpu) -> figures.add(
                Figure.perOperation(process.replaceFirst("-1$", "") + " CPU", cpu, notifications)));
        figures.add(Figure.perOperation("all CPU", spent.values().stream().reduce(Duration.ZERO, Duration::plus), notifications));
        return figures;
    }
}
