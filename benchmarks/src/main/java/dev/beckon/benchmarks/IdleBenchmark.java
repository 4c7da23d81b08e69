package dev.beckon.benchmarks;

import dev.beckon.benchmarks.load.LoadProcesses;
import dev.beckon.benchmarks.measure.Figure;
import dev.beckon.benchmarks.measure.ProcessStat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Measures the memory of a connection that has joined its user's inbox and only sends heartbeats. */
final class IdleBenchmark implements Benchmark {

    private static final String TOPIC = "notifications:%s";
    private static final int JOINS_PER_SECOND = 1_000;
    /**
     * Enough rounds for the JVM to compile the connection code: its compilers take more memory than some thousand
     * connections.
     */
    private static final int WARM_UP_ROUNDS = 8;
    private static final int WARM_UP_CLIENTS = 4_000;

    private boolean warm;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String operation() {
        return "memory of an idle connection that has joined its inbox";
    }

    @Override
    public String unit() {
        return "connections";
    }

    @Override
    public List<Integer> sizes() {
        return List.of(4_000, 15_000);
    }

    @Override
    public String target() {
        return "≤ 9 KB";
    }

    /** The heap has a size close to its live objects; otherwise resident memory would include garbage of the past. */
    @Override
    public List<String> jvmFlags() {
        return List.of("-Xms64m", "-Xmx512m", "-Xmn48m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-XX:-ShrinkHeapInSteps",
                "-XX:MinHeapFreeRatio=5", "-XX:MaxHeapFreeRatio=10");
    }

    @Override
    public void run(Bench bench, int size) throws IOException, InterruptedException {
        int port = bench.gateway().url().getPort();
        InboxUsers.awaitAnswer(bench);
        if (!warm) {
            warmUp(bench, port);
            warm = true;
        }
        for (int run = 0; run < bench.runs(); run++) {
            try (LoadProcesses fleet = new LoadProcesses(bench.keys(), "i" + size + "-", size, "")) {
                long empty = resident(bench);
                fleet.connect(port, TOPIC, JOINS_PER_SECOND);
                long full = resident(bench);
                bench.record(size, List.of(
                        new Figure("resident", (full - empty) / 1_024.0 / size, "KB"),
                        new Figure("gateway in all", full / 1_048_576.0, "MB")));
            }
        }
    }

    private static void warmUp(Bench bench, int port) throws IOException {
        try (LoadProcesses fleet = new LoadProcesses(bench.keys(), "w-", WARM_UP_CLIENTS, "")) {
            for (int round = 0; round < WARM_UP_ROUNDS; round++) {
                fleet.connect(port, TOPIC, JOINS_PER_SECOND);
                fleet.disconnect();
            }
        }
    }

    /** Resident memory after a garbage collection and after the C library has returned its free memory. */
    private static long resident(Bench bench) throws IOException, InterruptedException {
        jcmd(bench, "GC.run");
        jcmd(bench, "System.trim_native_heap");
        return ProcessStat.residentBytes(bench.gateway().pid());
    }

    private static void jcmd(Bench bench, String command) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process done = new ProcessBuilder(jcmd, Long.toString(bench.gateway().pid()), command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        if (!done.waitFor(30, TimeUnit.SECONDS) || done.exitValue() != 0) {
            throw new IllegalStateException("jcmd could not do " + command);
        }
    }
}
