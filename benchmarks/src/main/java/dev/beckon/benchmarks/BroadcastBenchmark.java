package dev.beckon.benchmarks;

import dev.beckon.benchmarks.load.Answer;
import dev.beckon.benchmarks.load.Fleet;
import dev.beckon.benchmarks.measure.CpuMeter;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** One member of a topic says something and every member hears it: what the gateway spends on each who does. */
final class BroadcastBenchmark implements Benchmark {

    static final String TOPIC = "room:lobby";
    private static final int PAYLOAD_BYTES = 300;
    /** Of all members together: most of what one core can do. A server that is woken up for less pays more for each. */
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
        try (Fleet fleet = new Fleet(bench.keys(), "b" + size + "-", size, "broadcast")) {
            fleet.connect(bench.gateway().url().getPort(), TOPIC, JOINS_PER_SECOND);
            say(fleet, size, bench.seconds());
            for (int run = 0; run < bench.runs(); run++) {
                CpuMeter cpu = bench.meter(fleet.pids());
                Answer heard = say(fleet, size, bench.seconds());
                bench.record(size, Figures.of(cpu.spent(), heard, bench.seconds()));
            }
        }
    }

    /** @return what all members have heard, when all is said and they have had a moment */
    static Answer say(Fleet fleet, int size, int seconds) throws IOException {
        int perSecond = Math.max(1, DELIVERIES_PER_SECOND / size);
        long said = fleet.say(TOPIC, "new_msg", PAYLOAD_BYTES, perSecond, seconds).count();
        return fleet.hear(said * size);
    }
}
