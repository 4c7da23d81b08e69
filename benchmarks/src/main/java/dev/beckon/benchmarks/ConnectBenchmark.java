package dev.beckon.benchmarks;

import dev.beckon.benchmarks.load.Answer;
import dev.beckon.benchmarks.load.Fleet;
import dev.beckon.benchmarks.measure.CpuMeter;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** TCP, upgrade with a token that this gateway sees for the first time, join, reply. */
final class ConnectBenchmark implements Benchmark {

    private static final String TOPIC = "room:lobby";
    private static final int PER_SECOND = 500;
    /** So much code is run for one connection that the JVM is done with compiling it late. */
    private static final int WARM_UP = 8_000;

    @Override
    public String name() {
        return "connect";
    }

    @Override
    public String operation() {
        return "connect, verify the token, join";
    }

    @Override
    public String unit() {
        return "clients";
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1_000, 4_000, 16_000);
    }

    @Override
    public String target() {
        return "≤ 250 µs";
    }

    @Override
    public Map<String, String> environment() {
        return Gateways.ANNOUNCEMENTS_ONLY;
    }

    @Override
    public void run(Bench bench, int size) throws IOException, InterruptedException {
        for (int run = -1; run < bench.runs(); run++) {
            int count = run < 0 ? Math.max(size, WARM_UP) : size;
            // New users each time: no token that this gateway has seen.
            try (Fleet fleet = new Fleet(bench.keys(), "c" + size + "-" + run + "-", count, "")) {
                CpuMeter cpu = bench.meter(fleet.pids());
                Answer joined = fleet.connect(bench.gateway().url().getPort(), TOPIC, PER_SECOND);
                if (run >= 0) {
                    bench.record(size, Figures.of(cpu.spent(), joined, Math.max(1, size / PER_SECOND)));
                }
            }
        }
    }
}
