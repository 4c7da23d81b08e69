package dev.beckon.benchmarks;

import dev.beckon.benchmarks.load.MentionLists;
import dev.beckon.benchmarks.measure.Figure;
import dev.beckon.localstack.LocalStack;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notifications a second that are posted, stored, counted, published and delivered: lists of 20 mentions of 5 users. */
final class ThroughputBenchmark implements Benchmark {

    private static final int USERS = 1_000;
    private static final int MENTIONS = 20;
    private static final int RECIPIENTS = 5;

    /** After less time the JVMs' compilers still take a tenth of the measured cores. */
    private static final Duration WARM_UP = Duration.ofMinutes(3);

    private static final int WARM_UP_PER_SECOND = 8_000;

    private @Nullable LocalStack warm;

    @Override
    public String name() {
        return "throughput";
    }

    @Override
    public String operation() {
        return "notifications stored, counted, published and on the client";
    }

    @Override
    public String unit() {
        return "/s posted";
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1_250, 5_000, 10_500, 20_000);
    }

    @Override
    public String target() {
        return "≥ 10,000 /s with p99 ≤ 100 ms";
    }

    @Override
    public void run(Bench bench, int size) throws IOException, InterruptedException {
        InboxUsers.awaitAnswer(bench);
        try (WholePath path = new WholePath(bench, new MentionLists("w" + size + "-", USERS, MENTIONS, RECIPIENTS))) {
            warm = path.warmUp(warm, WARM_UP_PER_SECOND, WARM_UP);
            for (int run = 0; run < bench.runs(); run++) {
                WholePath.Run done = path.run(size, bench.seconds());
                List<Figure> figures = new ArrayList<>();
                figures.add(new Figure("rate", done.received().count() / done.seconds(), "/s"));
                figures.addAll(PathFigures.latency(done.posted(), done.received()));
                figures.addAll(PathFigures.cpu(done.cpu(), done.received().count()));
                bench.record(size, figures);
            }
        }
    }
}
