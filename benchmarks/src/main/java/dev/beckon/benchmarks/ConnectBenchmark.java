package dev.beckon.benchmarks;

import dev.beckon.benchmarks.load.LoadAnswer;
import dev.beckon.benchmarks.load.LoadProcesses;
import dev.beckon.benchmarks.measure.CpuMeter;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Measures a new connection: TCP, an upgrade with a token that this gateway has not seen before, the join and its reply. */
final class ConnectBenchmark implements Benchmark {

    private static final String TOPIC = "room:lobby";
    private static final int PER_SECOND = 1_000;
    /** One connection runs so much code that the JVM is still compiling after tens of thousands of them. */
    private static final int WARM_UP_ROUNDS = 12;
    private static final int WARM_UP_CLIENTS = 5_000;
    private static final int WARM_UP_PER_SECOND = 2_000;

    private boolean warm;

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
        if (!warm) {
            warmUp(bench);
            warm = true;
        }
        for (int run = 0; run < bench.runs(); run++) {
            // New users for each run, so that the gateway has seen none of their tokens.
            try (LoadProcesses fleet = new LoadProcesses(bench.keys(), "c" + size + "-" + run + "-", size, "")) {
                CpuMeter cpu = bench.meter(fleet.pids());
                LoadAnswer joined = fleet.connect(bench.gateway().url().getPort(), TOPIC, PER_SECOND);
                bench.record(size, Figures.of(cpu.spent(), joined, Math.max(1, size / PER_SECOND)));
            }
        }
    }

    private static void warmUp(Bench bench) throws IOException {
        try (LoadProcesses fleet = new LoadProcesses(bench.keys(), "w-", WARM_UP_CLIENTS, "")) {
            for (int round = 0; round < WARM_UP_ROUNDS; round++) {
                fleet.connect(bench.gateway().url().getPort(), TOPIC, WARM_UP_PER_SECOND);
                fleet.disconnect();
            }
        }
    }
}
