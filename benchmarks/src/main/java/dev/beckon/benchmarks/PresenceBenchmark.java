package dev.beckon.benchmarks;

import dev.beckon.benchmarks.measure.Figure;
import dev.beckon.channels.internal.presence.PresenceCost;
import dev.beckon.channels.internal.presence.PresenceCost.Cost;
import java.io.IOException;
import java.util.List;

/** Users join one topic, appear in its presence and leave. Runs in this process, because all the work is the library's own. */
final class PresenceBenchmark implements Benchmark {

    private static final int WARM_UPS = 20;
    private static final int WARM_UP_USERS = 5_000;

    @Override
    public String name() {
        return "presence";
    }

    @Override
    public String operation() {
        return "presence in one topic: each join";
    }

    @Override
    public String unit() {
        return "tracked users";
    }

    @Override
    public List<Integer> sizes() {
        return List.of(2_500, 10_000, 40_000);
    }

    @Override
    public boolean isInProcess() {
        return true;
    }

    @Override
    public void run(Bench bench, int size) throws IOException {
        for (int i = 0; i < WARM_UPS; i++) {
            PresenceCost.of(WARM_UP_USERS);
        }
        for (int run = 0; run < bench.runs(); run++) {
            Cost cost = PresenceCost.of(size);
            bench.record(size, List.of(
                    new Figure("CPU", cost.joinMicros(), "µs"),
                    new Figure("a leave", cost.leaveMicros(), "µs"),
                    new Figure("a join merged by another node", cost.mergeMicros(), "µs"),
                    new Figure("`presence_state`", cost.stateBytes() / 1_024.0, "KB"),
                    new Figure("made in", cost.buildMillis(), "ms"),
                    new Figure("memory of one at home", cost.homeBytes(), "B"),
                    new Figure("on another node", cost.elsewhereBytes(), "B"),
                    new Figure("gossip of a join", cost.gossipBytes(), "B")));
        }
    }
}
