package dev.beckon.benchmarks;

import dev.beckon.benchmarks.measure.CpuMeter;
import dev.beckon.benchmarks.measure.Figure;
import dev.beckon.benchmarks.measure.Machine;
import dev.beckon.benchmarks.measure.Result;
import dev.beckon.benchmarks.measure.Results;
import dev.beckon.localstack.LocalStack;
import dev.beckon.localstack.services.ServiceProcess;
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
 * What a benchmark measures with: a stack of its own that runs, if it needs one, and where its figures go.
 *
 * @param runs how often each size is measured
 * @param seconds how long
 */
record Bench(Benchmark benchmark, LocalStack stack, Results results, int runs, int seconds, PrintWriter out) {

    private static final Path LIBRARIES = Path.of("gateway-service/target/quarkus-app/lib/main");

    ServiceProcess gateway() {
        return stack.process("gateway-1");
    }

    Path keys() {
        return stack.keys().publicKeyFile().getParent();
    }

    /** Of the services, the servers and this process, in which Kafka runs; from now on. */
    CpuMeter meter(Map<String, Long> clients) {
        Map<String, Long> pids = new LinkedHashMap<>();
        stack.services().forEach(service -> pids.put(service.name(), service.pid()));
        pids.put("redis", stack.redis().process().pid());
        pids.put("kafka", ProcessHandle.current().pid());
        pids.putAll(clients);
        return CpuMeter.start(pids, Map.of("postgres", stack.postgres().process().pid()));
    }

    /** @param figures the one that counts first */
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
