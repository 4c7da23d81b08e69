package dev.beckon.benchmarks;

import dev.beckon.benchmarks.load.Fleet;
import dev.beckon.benchmarks.measure.Figure;
import dev.beckon.benchmarks.measure.ProcessStat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Memory that a connection takes which has joined its user's inbox and only sends heartbeats. */
final class IdleBenchmark implements Benchmark {

    private static final int JOINS_PER_SECOND = 500;
    private static final int WARM_UP = 3_000;

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

    @Override
    public void run(Bench bench, int size) throws IOException, InterruptedException {
        int port = bench.gateway().url().getPort();
        for (int run = 0; run < bench.runs(); run++) {
            try (Fleet warmUp = new Fleet(bench.keys(), "w", WARM_UP, "")) {
                warmUp.connect(port, "notifications:%s", JOINS_PER_SECOND);
            }
            long empty = resident(bench);
            try (Fleet fleet = new Fleet(bench.keys(), "i" + size + "-", size, "")) {
                fleet.connect(port, "notifications:%s", JOINS_PER_SECOND);
                long full = resident(bench);
                bench.record(size, List.of(
                        new Figure("resident", (full - empty) / 1_024.0 / size, "KB"),
                        new Figure("gateway in all", full / 1_048_576.0, "MB")));
            }
        }
    }

    /** After a collection. */
    private static long resident(Bench bench) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process collection = new ProcessBuilder(jcmd, Long.toString(bench.gateway().pid()), "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        if (!collection.waitFor(30, TimeUnit.SECONDS) || collection.exitValue() != 0) {
            throw new IllegalStateException("jcmd could not collect the gateway's garbage");
        }
        return ProcessStat.residentBytes(bench.gateway().pid());
    }
}
