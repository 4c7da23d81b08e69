package dev.beckon.benchmarks;

import dev.beckon.benchmarks.load.MentionLists;
import dev.beckon.benchmarks.measure.Figure;
import dev.beckon.localstack.LocalStack;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Time from the due time of a POST that mentions one user to that client's callback, on an otherwise idle machine. */
final class LatencyBenchmark implements Benchmark {

    private static final int USERS = 100;

    /** 45,000 calls: three times the number after which the JVM compiles a method with its last compiler. */
    private static final Duration WARM_UP = Duration.ofSeconds(90);

    private static final int WARM_UP_PER_SECOND = 500;

    private @Nullable LocalStack warm;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String operation() {
        return "mention to client's callback";
    }

    @Override
    public String unit() {
        return "mentions/s";
    }

    @Override
    public List<Integer> sizes() {
        return List.of(20, 80, 320);
    }

    @Override
    public String target() {
        return "p50 ≤ 6 ms, p99 ≤ 15 ms";
    }

    @Override
    public void run(Bench bench, int size) throws IOException, InterruptedException {
        InboxUsers.awaitAnswer(bench);
        try (WholePath path = new WholePath(bench, new MentionLists("l" + size + "-", USERS, 1, 1))) {
            warm = path.warmUp(warm, WARM_UP_PER_SECOND, WARM_UP);
            for (int run = 0; run < bench.runs(); run++) {
                WholePath.Run done = path.run(size, bench.seconds());
                List<Figure> figures = new ArrayList<>(PathFigures.latency(done.posted(), done.received()));
                figures.addAll(PathFigures.cpu(done.cpu(), done.received().count()));
                bench.record(size, figures);
            }
        }
    }
}
