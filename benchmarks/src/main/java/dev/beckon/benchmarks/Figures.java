package dev.beckon.benchmarks;

import dev.beckon.benchmarks.load.LoadAnswer;
import dev.beckon.benchmarks.measure.Figure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.HdrHistogram.Histogram;

/**
 * The figures that most benchmarks of the gateway report: processor time of the gateway and of the clients, latency and
 * rate.
 */
final class Figures {

    static final String GATEWAY = "gateway-1";

    private Figures() {}

    static List<Figure> of(Map<String, Duration> cpu, LoadAnswer done, int seconds) {
        return of("gateway CPU", cpu, done, seconds);
    }

    /** @param server the table's name for the process {@link #GATEWAY} */
    static List<Figure> of(String server, Map<String, Duration> cpu, LoadAnswer done, int seconds) {
        Duration spent = Objects.requireNonNull(cpu.get(GATEWAY), "Bench.meter has not measured " + GATEWAY);
        Histogram micros = done.micros();
        return List.of(
                Figure.perOperation(server, spent, done.count()),
                Figure.perOperation("clients' CPU", sum(cpu, "client-"), done.count()),
                Figure.percentile("p50", micros, 50),
                Figure.percentile("p99", micros, 99),
                new Figure("rate", (double) done.count() / seconds, "/s"));
    }

    private static Duration sum(Map<String, Duration> cpu, String prefix) {
        return cpu.entrySet().stream()
                .filter(process -> process.getKey().startsWith(prefix))
                .map(Map.Entry::getValue)
                .reduce(Duration.ZERO, Duration::plus);
    }
}
