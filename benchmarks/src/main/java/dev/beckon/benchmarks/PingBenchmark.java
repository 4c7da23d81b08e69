package dev.beckon.benchmarks;

import dev.beckon.benchmarks.load.LoadAnswer;
import dev.beckon.benchmarks.load.LoadProcesses;
import dev.beckon.benchmarks.measure.CpuMeter;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * An event and its reply. The gateway's channels have no event without other work, so clients send an unknown one: the
 * gateway decodes it, checks it against the limits, and the channel's code answers it like any other.
 */
final class PingBenchmark implements Benchmark {

    private static final String TOPIC = "room:lobby";
    /** Close to what one core can do: at lower rates the server wakes up more often for each event. */
    private static final int PER_SECOND = 30_000;
    private static final int JOINS_PER_SECOND = 1_000;

    @Override
    public String name() {
        return "ping";
    }

    @Override
    public String operation() {
        return "event and its reply, through channel code";
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
        return "≤ 18 µs";
    }

    @Override
    public Map<String, String> environment() {
        return Gateways.ANNOUNCEMENTS_ONLY;
    }

    @Override
    public void run(Bench bench, int size) throws IOException {
        try (LoadProcesses fleet = new LoadProcesses(bench.keys(), "p" + size + "-", size, "")) {
            fleet.connect(bench.gateway().url().getPort(), TOPIC, JOINS_PER_SECOND);
            fleet.ping(TOPIC, "ping", PER_SECOND, bench.seconds());
            for (int run = 0; run < bench.runs(); run++) {
                CpuMeter cpu = bench.meter(fleet.pids());
                LoadAnswer answered = fleet.ping(TOPIC, "ping", PER_SECOND, bench.seconds());
                bench.record(size, Figures.of(cpu.spent(), answered, bench.seconds()));
            }
        }
    }
}
