package dev.beckon.benchmarks;

import dev.beckon.benchmarks.load.LoadAnswer;
import dev.beckon.benchmarks.load.LoadProcesses;
import dev.beckon.benchmarks.measure.CpuMeter;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Notifications as notification-service publishes them, each to one user with an open inbox: from Redis through the
 * gateway, which compares revisions, to the client.
 */
final class TargetedBenchmark implements Benchmark {

    /** Close to what one core can do: at lower rates the server wakes up more often for each notification. */
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

    /** The gateway does not compare inboxes meanwhile: the published notifications are in no inbox. */
    @Override
    public Map<String, String> environment() {
        return Map.of("GATEWAY_INBOX_RECONCILE_INTERVAL", "1h");
    }

    @Override
    public void run(Bench bench, int size) throws IOException, InterruptedException {
        String users = "t" + size + "-";
        try (LoadProcesses fleet = new LoadProcesses(bench.keys(), users, size, "");
                SampleFrames frames = new SampleFrames(bench.stack().redis().port(), users, size, InboxUsers.epoch(bench))) {
            fleet.connect(bench.gateway().url().getPort(), "notifications:%s", JOINS_PER_SECOND);
            fleet.awaitEvents(frames.publish(PER_SECOND, bench.seconds()));
            for (int run = 0; run < bench.runs(); run++) {
                CpuMeter cpu = bench.meter(fleet.pids());
                LoadAnswer received = fleet.awaitEvents(frames.publish(PER_SECOND, bench.seconds()));
                bench.record(size, Figures.of(cpu.spent(), received, bench.seconds()));
            }
        }
    }
}
