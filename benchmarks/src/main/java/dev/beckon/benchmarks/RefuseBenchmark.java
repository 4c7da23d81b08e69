package dev.beckon.benchmarks;

import dev.beckon.benchmarks.load.Answer;
import dev.beckon.benchmarks.load.Fleet;
import dev.beckon.benchmarks.measure.CpuMeter;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** TCP, then an upgrade to a gateway that is full: its 403 comes before the token is looked at. */
final class RefuseBenchmark implements Benchmark {

    /** So many that the JVM has compiled what refuses, whatever the size. */
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
        try (Fleet theOnlyOne = new Fleet(bench.keys(), "one", 1, "")) {
            theOnlyOne.connect(port, "notifications:%s", 1);
            theOnlyOne.knock(port, WARM_UP_PER_SECOND, bench.seconds());
            for (int run = 0; run < bench.runs(); run++) {
                CpuMeter cpu = bench.meter(theOnlyOne.pids());
                Answer refused = theOnlyOne.knock(port, size, bench.seconds());
                bench.record(size, Figures.of(cpu.spent(), refused, bench.seconds()));
            }
        }
    }
}
