package dev.beckon.benchmarks;

import dev.beckon.benchmarks.load.Answer;
import dev.beckon.benchmarks.measure.Figure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What most benchmarks of the gateway say of a run: processor time of the gateway and of the clients, latency, rate. */
final class Figures {

    static final String GATEWAY = "gateway-1";

    private Figures() {}

    static List<Figure> of(Map<String, Duration> cpu, Answer done, int seconds) {
        return of("gateway CPU", cpu, done, seconds);
    }

    /** @param server what the one called {@link #GATEWAY} is in the table's words */
    static List<Figure> of(String server, Map<String, Duration> cpu, Answer done, int seconds) {
        Histogram micros = done.micros();
        return List.of(
                Figure.perOperation(server, cpu.get(GATEWAY), done.count()),
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
