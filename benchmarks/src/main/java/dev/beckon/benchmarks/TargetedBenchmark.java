package dev.beckon.benchmarks;

import dev.beckon.benchmarks.load.Answer;
import dev.beckon.benchmarks.load.Fleet;
import dev.beckon.benchmarks.measure.CpuMeter;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Notifications as notification-service publishes them, each to one user, who has an inbox of its own open: from Redis through
 * the gateway, which compares revisions, to the client.
 */
final class TargetedBenchmark implements Benchmark {

    /** Most of what one core can do: a server that is woken up for less pays more for each. */
    private static final int PER_SECOND = 20_000;
    private static final int JOINS_PER_SECOND = 500;

    @Override
    public String name() {
        return "targeted";
    }

    @Override
    public String operation() {
        return "notification to one user, through Redis";
    }

    @Override
    public String unit() {
        return "users, each on a topic of its own";
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1_000, 4_000, 10_000, 16_000);
    }

    @Override
    public String target() {
        return "≤ 25 µs";
    }

    /** Inboxes are not compared meanwhile: what is published here is in no inbox. */
    @Override
    public Map<String, String> environment() {
        return Map.of("GATEWAY_INBOX_RECONCILE_INTERVAL", "1h");
    }

    @Override
    public void run(Bench bench, int size) throws IOException, InterruptedException {
        String users = "t" + size + "-";
        try (Fleet fleet = new Fleet(bench.keys(), users, size, "");
                InboxFrames frames = new InboxFrames(bench.stack().redis().port(), users, size, Inboxes.epoch(bench))) {
            fleet.connect(bench.gateway().url().getPort(), "notifications:%s", JOINS_PER_SECOND);
            fleet.hear(frames.publish(PER_SECOND, bench.seconds()));
            for (int run = 0; run < bench.runs(); run++) {
                CpuMeter cpu = bench.meter(fleet.pids());
                Answer heard = fleet.hear(frames.publish(PER_SECOND, bench.seconds()));
                bench.record(size, Figures.of(cpu.spent(), heard, bench.seconds()));
            }
        }
    }
}
