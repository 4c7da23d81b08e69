package dev.beckon.benchmarks;

import dev.beckon.benchmarks.load.LoadAnswer;
import dev.beckon.benchmarks.load.LoadProcesses;
import dev.beckon.benchmarks.measure.CpuMeter;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** TCP and an upgrade at a full gateway: the gateway answers 403 before it reads the token. */
final class RefuseBenchmark implements Benchmark {

    /** Enough upgrades at any size for the JVM to compile the code that refuses them. */
    private static final int WARM_UP_PER_SECOND = 8_000;

    @Override
    public String name() {
        return "refuse";
    }

    @Override
    public String operation() {
        return "refuse a connection because the gateway is full, TCP included";
    }

    @Override
    public String unit() {
        return "a second";
    }

    @Override
    public List<Integer> sizes() {
        return List.of(500, 2_000, 8_000);
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("CHANNELS_SOCKET_MAX_CONNECTIONS", "1");
    }

    @Override
    public void run(Bench bench, int size) throws IOException, InterruptedException {
        int port = bench.gateway().url().getPort();
        try (LoadProcesses theOnlyOne = new LoadProcesses(bench.keys(), "one", 1, "")) {
            theOnlyOne.connect(port, "notifications:%s", 1);
            theOnlyOne.knock(port, WARM_UP_PER_SECOND, bench.seconds());
            for (int run = 0; run < bench.runs(); run++) {
                CpuMeter cpu = bench.meter(theOnlyOne.pids());
                LoadAnswer refused = theOnlyOne.knock(port, size, bench.seconds());
                bench.record(size, Figures.of(cpu.spent(), refused, bench.seconds()));
            }
        }
    }
}
