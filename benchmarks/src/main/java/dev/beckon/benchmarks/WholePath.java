package dev.beckon.benchmarks;

import dev.beckon.benchmarks.load.Answer;
import dev.beckon.benchmarks.load.Fleet;
import dev.beckon.benchmarks.load.MentionLists;
import dev.beckon.benchmarks.load.ProductTeam;
import dev.beckon.benchmarks.measure.CpuMeter;
import dev.beckon.localstack.LocalStack;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Mentions posted at a rate, from the POST to the callback of clients who have their inboxes open; every one has to arrive. */
final class WholePath implements AutoCloseable {

    private static final int JOINS_PER_SECOND = 500;
    private static final Duration CLIENTS_WARM_UP = Duration.ofSeconds(10);

    /** Longer than services take that have just started. */
    private static final Duration QUIET = Duration.ofSeconds(20);

    private final Bench bench;
    private final MentionLists lists;
    private final Fleet fleet;
    private final ProductTeam team;

    /** Posts are answered, clients have heard, and this is what the processes spent meanwhile. */
    record Run(Answer posted, Answer heard, Map<String, Duration> cpu, double seconds) {}

    WholePath(Bench bench, MentionLists lists) throws IOException {
        this.bench = bench;
        this.lists = lists;
        this.fleet = new Fleet(bench.keys(), lists.prefix(), lists.users(), "");
        this.team = new ProductTeam(bench.stack().mentions().getFirst(), bench.stack().token("bench", "mentions:write"));
        fleet.connect(bench.gateway().url().getPort(), "notifications:%s", JOINS_PER_SECOND);
    }

    /**
     * Lets services run until they are as fast as services that have been in use, and only the clients where they are so already.
     *
     * @param before what {@code warmUp} returned for the size before, {@code null} for the first
     */
    LocalStack warmUp(@Nullable LocalStack before, double notificationsPerSecond, Duration services) throws IOException {
        run(notificationsPerSecond, (int) (bench.stack() == before ? CLIENTS_WARM_UP : services).toSeconds());
        return bench.stack();
    }

    /** @throws IOException also if clients have not heard of all */
    Run run(double notificationsPerSecond, int seconds) throws IOException {
        double perSecond = notificationsPerSecond / lists.notifications();
        int posts = (int) (perSecond * seconds);
        Map<String, Long> pids = new HashMap<>(fleet.pids());
        pids.put("posts", team.pid());
        CpuMeter cpu = bench.meter(pids);
        long start = System.nanoTime();
        CompletableFuture<Answer> posted = CompletableFuture.supplyAsync(() -> post(perSecond, posts));
        Answer heard = fleet.hear((long) posts * lists.notifications(), QUIET);
        Run run = new Run(await(posted), heard, cpu.spent(), (System.nanoTime() - start) / 1e9);
        if (heard.count() != (long) posts * lists.notifications()) {
            throw new IOException("clients heard of %d notifications, not of %d".formatted(
                    heard.count(), (long) posts * lists.notifications()));
        }
        return run;
    }

    private Answer post(double perSecond, int posts) {
        try {
            return team.post(lists, perSecond, posts);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static Answer await(CompletableFuture<Answer> posted) throws IOException {
        try {
            return posted.join();
        } catch (CompletionException e) {
            throw new IOException("the product team failed", e.getCause());
        }
    }

    @Override
    public void close() {
        team.close();
        fleet.close();
    }
}
