package dev.beckon.benchmarks;

import dev.beckon.benchmarks.measure.CpuMeter;
import dev.beckon.benchmarks.measure.Figure;
import dev.beckon.benchmarks.measure.Machine;
import dev.beckon.benchmarks.measure.Result;
import dev.beckon.benchmarks.measure.Results;
import dev.beckon.localstack.LocalStack;
import dev.beckon.localstack.services.ServiceProcess;
import dev.beckon.testservers.PostgresServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The means of one benchmark: its own running stack, unless the benchmark runs in this process, and the folder that gets
 * its results.
 *
 * @param runs how often each size is measured
 * @param seconds length of one run
 */
record Bench(Benchmark benchmark, LocalStack stack, Results results, int runs, int seconds, PrintWriter out) {

    private static final Path LIBRARIES = Path.of("gateway-service/target/quarkus-app/lib/main");

    ServiceProcess gateway() {
        return stack.process("gateway-1");
    }

    Path keys() {
        return stack.keys().directory();
    }

    /** Measures, from now on, the services, the servers and this process, because Kafka runs in it. */
    CpuMeter meter(Map<String, Long> clients) {
        Map<String, Long> pids = new LinkedHashMap<>();
        stack.services().forEach(service -> pids.put(service.name(), service.pid()));
        pids.put("redis", stack.redis().process().pid());
        pids.put("kafka", ProcessHandle.current().pid());
        pids.putAll(clients);
        Map<String, Long> trees = new LinkedHashMap<>();
        for (PostgresServer server : stack.postgresServers()) {
            trees.put(trees.isEmpty() ? "postgres" : "postgres-" + (trees.size() + 1), server.process().pid());
        }
        return CpuMeter.start(pids, trees);
    }

    /** @param figures the main figure first */
    void record(int size, List<Figure> figures) throws IOException {
        results.add(new Result(benchmark.name(), benchmark.operation(), size, benchmark.unit(), benchmark.target(),
                Instant.now(), Machine.here(LIBRARIES, measured()), figures));
        say("%s, %,d %s: %s", benchmark.operation(), size, benchmark.unit(), figures.stream()
                .map(figure -> figure.what() + " " + figure.text())
                .collect(Collectors.joining(", ")));
    }

    private long measured() {
        return benchmark.isInProcess() ? ProcessHandle.current().pid() : gateway().pid();
    }

    void say(String line, Object... values) {
        out.printf(Locale.ROOT, line + "%n", values);
        out.flush();
    }
}
