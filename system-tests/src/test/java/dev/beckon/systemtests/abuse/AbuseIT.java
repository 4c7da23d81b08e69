package dev.beckon.systemtests.abuse;

import static dev.beckon.systemtests.expect.ViewAssertions.assertNews;
import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.systemtests.stack.Vitals;
import dev.beckon.testclients.Device;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Runs all attacks at once, against a gateway with a heap of 256 MB. {@code -Dbeckon.flood=100000} makes the test longer and limits
 * the response time of probes, for a machine that does nothing else.
 */
@SystemTest
class AbuseIT {

    private static final int REQUESTS = Integer.getInteger("beckon.flood", 10_000);
    private static final boolean TIMED = System.getProperty("beckon.flood") != null;
    private static final long SEED = Long.getLong("beckon.flood.seed", ThreadLocalRandom.current().nextLong());

    private static final Duration AT_LEAST = Duration.ofSeconds(TIMED ? 50 : 12);
    private static final Duration BETWEEN_MENTIONS = Duration.ofMillis(500);
    private static final Duration PROBE = Duration.ofMillis(200);
    private static final int MEBIBYTE = 1 << 20;
    private static final long MORE_HEAP_BYTES = 16 * MEBIBYTE;
    private static final long MORE_FILES = 50;
    private static final Pattern LABEL = Pattern.compile("[{,](?:method|uri)=\"([^\"]*)\"");
    private static final List<String> LABELS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "other", "NOT_FOUND",
            "REDIRECTION", "UNKNOWN", "root", "/", "/broadcast", "/blocks", "/blocks/{user}", "/sockets/{user}/disconnect",
            "/presence/users", "/socket/websocket", "/socket/longpoll", "/inboxes/catch-up", "/inbox/{user}/notifications",
            "/inbox/{user}/seen", "/inbox/{user}/read", "/inbox/{user}/read-all", "/inbox/{user}/archive");

    final Beckon beckon;

    AbuseIT(Beckon beckon) {
        this.beckon = beckon;
    }

    @Test
    void a_gateway_survives_what_one_user_can_do_and_nobody_else_notices() throws Exception {
        Vitals gateway = beckon.vitals("gateway-1");
        String token = beckon.token(beckon.user("mallory"));
        OddRequests flood = new OddRequests(beckon.gateway(1), token, REQUESTS, AT_LEAST, SEED);
        Probe probe = new Probe(gateway);
        long pid = gateway.pid();
        int logged = gateway.log().length();
        long files;
        long heap;

        try (LargeMessages room = new LargeMessages(1, beckon)) {
            files = gateway.openFiles();
            heap = gateway.heapBytes();
            List<AbusiveLoad> all = List.of(flood, room, probe, new SlowPosts(beckon.gateway(1), token), new SilentConnections(beckon
                    .gateway(
                            1)));
            int mentions = mentionedThroughout(all, flood);
            System.out.printf(
                    "abuse: seed %d, %d mentions, probe p50 %d ms, p99 %d ms, max %d ms, log %,d bytes, metrics %,d bytes%nabuse: %s%n",
                    SEED, mentions, probe.percentile(50).toMillis(), probe.percentile(99).toMillis(), probe.percentile(100).toMillis(),
                    gateway.log().length() - logged, gateway.metrics().length(), all);
            soon().untilAsserted(room::assertHeardByAll);
        }

        assertThat(probe.wasAlwaysAnswered()).as("%s", probe).isTrue();
        assertThat(flood.counted(OddRequests.ANSWERED)).as("%s", flood).isGreaterThan(flood.counted(OddRequests.SENT) / 2);
        assertThat(gateway.isAlive() && gateway.pid() == pid).isTrue();
        assertLogIsShort(gateway.log().substring(logged));
        assertMetricsAreFew(gateway.metrics());
        soon().untilAsserted(() -> assertThat(gateway.openFiles()).isLessThan(files + MORE_FILES));
        soon().untilAsserted(() -> assertThat(gateway.heapBytes()).isLessThan(heap + MORE_HEAP_BYTES));
        System.out.printf("abuse: heap %,d -> %,d bytes, open files %d -> %d%n", heap, gateway.heapBytes(), files, gateway.openFiles());
        if (TIMED) {
            assertThat(probe.percentile(99)).isLessThan(PROBE);
        }
    }

    /** Mentions another user, whose device gets each mention, while all attacks continue. @return the number of mentions */
    private int mentionedThroughout(List<AbusiveLoad> all, OddRequests flood) throws Exception {
        String alice = beckon.user("alice");
        Device device = beckon.device(1, alice);
        List<String> mentions = new ArrayList<>();
        Map<AbusiveLoad, Future<?>> running = new LinkedHashMap<>();
        long end = System.nanoTime() + AT_LEAST.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                all.forEach(attack -> running.put(attack, threads.submit(run(attack))));
                while (System.nanoTime() < end || !running.get(flood).isDone()) {
                    mentions.add("mention-" + mentions.size());
                    beckon.mentions().post(mentions.getLast(), alice);
                    soon().untilAsserted(() -> assertNews(device.view(), mentions));
                    AbusiveLoad.pause(BETWEEN_MENTIONS);
                }
            } finally {
                all.forEach(AbusiveLoad::stop);
            }
        }
        for (Future<?> attack : running.values()) {
            attack.get();
        }
        return mentions.size();
    }

    private static Callable<Void> run(AbusiveLoad attack) {
        return () -> {
            attack.run();
            return null;
        };
    }

    private static void assertLogIsShort(String added) {
        assertThat(added.length()).isLessThan(MEBIBYTE);
        assertThat(added.lines().filter(line -> Stream.of("OutOfMemory", "OutOfDirectMemory", "eyJ", "stackTrace", "\tat ")
                .anyMatch(line::contains))).isEmpty();
    }

    private static void assertMetricsAreFew(String metrics) {
        assertThat(metrics.length()).isLessThan(MEBIBYTE);
        assertThat(LABEL.matcher(metrics).results().map(label -> label.group(1)).distinct()).isSubsetOf(LABELS);
    }
}
