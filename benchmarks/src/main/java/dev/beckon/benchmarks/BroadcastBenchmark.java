package dev.beckon.benchmarks;

import dev.beckon.benchmarks.load.LoadAnswer;
import dev.beckon.benchmarks.load.LoadProcesses;
import dev.beckon.benchmarks.measure.CpuMeter;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** One member of a topic broadcasts to all members; measures the gateway's cost of each delivery. */
final class BroadcastBenchmark implements Benchmark {

    static final String TOPIC = "room:lobby";
    private static final int PAYLOAD_BYTES = 300;
    /**
     * Deliveries to all members together, close to what one core can do: at lower rates the server wakes up more often
     * for each delivery.
     */
    private static final int DELIVERIES_PER_SECOND = 64_000;
    private static final int JOINS_PER_SECOND = 1_000;

    @Override
    public String name() {
        return "broadcast";
    }

    @Override
    public String operation() {
        return "broadcast to one topic, 300 bytes: each delivery";
    }

    @Override
    public String unit() {
        return "members";
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1_000, 4_000, 10_000, 16_000);
    }

    @Override
    public String target() {
        return "≤ 8 µs";
    }

    @Override
    public Map<String, String> environment() {
        return Gateways.ANNOUNCEMENTS_ONLY;
    }

    @Override
    public void run(Bench bench, int size) throws IOException {
        try (LoadProcesses fleet = new LoadProcesses(bench.keys(), "b" + size + "-", size, "broadcast")) {
            fleet.connect(bench.gateway().url().getPort(), TOPIC, JOINS_PER_SECOND);
            say(fleet, size, bench.seconds());
            for (int run = 0; run < bench.runs(); run++) {
                CpuMeter cpu = bench.meter(fleet.pids());
                LoadAnswer received = say(fleet, size, bench.seconds());
                bench.record(size, Figures.of(cpu.spent(), received, bench.seconds()));
            }
        }
    }

    /** @return all events that the members have received, counted a moment after the last broadcast */
    static LoadAnswer say(LoadProcesses fleet, int size, int seconds) throws IOException {
        int perSecond = Math.max(1, DELIVERIES_PER_SECOND / size);
        long said = fleet.say(TOPIC, "new_msg", PAYLOAD_BYTES, perSecond, seconds).count();
        return fleet.awaitEvents(said * size);
    }
}
