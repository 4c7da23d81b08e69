package dev.beckon.benchmarks;

import dev.beckon.benchmarks.load.LoadAnswer;
import dev.beckon.benchmarks.load.LoadProcesses;
import dev.beckon.benchmarks.load.MentionLists;
import dev.beckon.benchmarks.load.MentionLoad;
import dev.beckon.benchmarks.measure.CpuMeter;
import dev.beckon.localstack.LocalStack;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Posts mentions at a rate and measures from the POST to the callback of clients with open inboxes; every mention has to
 * arrive.
 */
final class WholePath implements AutoCloseable {

    private static final int JOINS_PER_SECOND = 500;
    private static final Duration CLIENTS_WARM_UP = Duration.ofSeconds(10);

    /** Longer than freshly started services need to deliver. */
    private static final Duration QUIET = Duration.ofSeconds(20);

    private final Bench bench;
    private final MentionLists lists;
    private final LoadProcesses fleet;
    private final MentionLoad team;

    /** Answers to the posts, notifications at the clients, and processor time by process for the same period. */
    record Run(LoadAnswer posted, LoadAnswer received, Map<String, Duration> cpu, double seconds) {}

    WholePath(Bench bench, MentionLists lists) throws IOException {
        this.bench = bench;
        this.lists = lists;
        this.fleet = new LoadProcesses(bench.keys(), lists.prefix(), lists.users(), "");
        this.team = new MentionLoad(bench.stack().mentions().getFirst(), bench.stack().token("bench", "mentions:write"));
        fleet.connect(bench.gateway().url().getPort(), "notifications:%s", JOINS_PER_SECOND);
    }

    /**
     * Runs new services until they are as fast as services in longer use; if the stack is {@code before},
     * warms up only the clients.
     *
     * @param before the result of {@code warmUp} for the size before, {@code null} for the first
     */
    LocalStack warmUp(@Nullable LocalStack before, double notificationsPerSecond, Duration services) throws IOException {
        run(notificationsPerSecond, (int) (bench.stack() == before ? CLIENTS_WARM_UP : services).toSeconds());
        return bench.stack();
    }

    /** @throws IOException also if clients have not received all notifications */
    Run run(double notificationsPerSecond, int seconds) throws IOException {
        double perSecond = notificationsPerSecond / lists.notifications();
        int posts = (int) (perSecond * seconds);
        Map<String, Long> pids = new HashMap<>(fleet.pids());
        pids.put("posts", team.pid());
        CpuMeter cpu = bench.meter(pids);
        long start = System.nanoTime();
        CompletableFuture<LoadAnswer> posted = CompletableFuture.supplyAsync(() -> post(perSecond, posts));
        LoadAnswer received = fleet.awaitEvents((long) posts * lists.notifications(), QUIET);
        Run run = new Run(await(posted), received, cpu.spent(), (System.nanoTime() - start) / 1e9);
        if (received.count() != (long) posts * lists.notifications()) {
            throw new IOException("clients got %d notifications, not %d".formatted(
                    received.count(), (long) posts * lists.notifications()));
        }
        return run;
    }

    private LoadAnswer post(double perSecond, int posts) {
        try {
            return team.post(lists, perSecond, posts);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static LoadAnswer await(CompletableFuture<LoadAnswer> posted) throws IOException {
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
