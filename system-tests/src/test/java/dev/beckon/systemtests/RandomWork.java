package dev.beckon.systemtests;

import static dev.beckon.testservers.Await.AFTER_RESTART;
import static dev.beckon.testservers.Await.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.Notification;
import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.Outages.Outage;
import dev.beckon.testclients.Device;
import dev.beckon.testclients.MentionApi;
import dev.beckon.testclients.Message.Reply;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Users mention one another, read, archive, and lose their network, at random and concurrently; each has two devices. */
final class RandomWork {

    private static final int USERS = 12;
    private static final int AT_WORK = 4;

    /** notification-service cancels a call after this time, as can happen on a busy machine. */
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private final MentionApi mentions;
    private final List<String> users;
    private final Set<String> excusable;
    private final Map<String, List<Device>> devices = new LinkedHashMap<>();
    private final Map<String, Integer> mentioned = new ConcurrentHashMap<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile boolean stopped;
    private CompletableFuture<Void> work = CompletableFuture.completedFuture(null);

    /** @param excusable reasons with which a push may be refused while a dependency is down */
    RandomWork(Beckon beckon, Set<String> excusable) {
        this.mentions = beckon.mentions();
        this.excusable = excusable;
        this.users = IntStream.range(0, USERS).mapToObj(i -> beckon.user("user" + i)).toList();
        users.forEach(user -> devices.put(user, List.of(beckon.startDevice(1, user), beckon.startDevice(2, user))));
        devices.values().forEach(both -> both.forEach(Device::awaitJoined));
    }

    /** @param steps at most, for each of the users at work */
    void start(long seed, int steps) {
        work = CompletableFuture.allOf(IntStream.range(0, AT_WORK)
                .mapToObj(i -> CompletableFuture.runAsync(() -> work(new Random(seed + i), steps)))
                .toArray(CompletableFuture[]::new));
    }

    /** Returns when {@code mentions} more mentions were accepted, or the work is done. */
    void awaitMore(int mentions) {
        int enough = accepted.get() + mentions;
        within(AFTER_RESTART).untilAsserted(() -> assertThat(work.isDone() || accepted.get() >= enough).isTrue());
    }

    /** Begins an outage, and ends it when {@code mentions} more mentions were accepted. */
    void during(Supplier<Outage> begin, int mentions) {
        try (Outage _ = begin.get()) {
            awaitMore(mentions);
        }
    }

    void stop() {
        stopped = true;
        join();
    }

    /** Returns when the work is done; fails if any answer was wrong. */
    void join() {
        work.join();
    }

    Map<String, List<Device>> devices() {
        return devices;
    }

    /** The number of accepted mentions of this user. */
    long mentionsOf(String user) {
        return mentioned.getOrDefault(user, 0);
    }

    private void work(Random random, int steps) {
        for (int step = 0; step < steps && !stopped; step++) {
            Device device = devices.get(users.get(random.nextInt(USERS))).get(random.nextInt(2));
            switch (random.nextInt(10)) {
                case 0 -> device.cut();
                case 1 -> push(device, "mark_seen", Map.of());
                case 2 -> push(device, "mark_read", Map.of("ids", some(device, random)));
                case 3 -> push(device, "archive", Map.of("ids", some(device, random)));
                case 4 -> push(device, "mark_all_read", Map.of("up_to", random.nextInt(step + 1)));
                default -> mention(random);
            }
        }
    }

    private void mention(Random random) {
        List<String> named = new ArrayList<>(users);
        Collections.shuffle(named, random);
        named = named.subList(0, 1 + random.nextInt(USERS));
        mentions.post("a mention of " + named.size(), named);
        accepted.incrementAndGet();
        named.forEach(user -> mentioned.merge(user, 1, Integer::sum));
    }

    private static List<String> some(Device device, Random random) {
        List<Notification> items = new ArrayList<>(device.view().items());
        Collections.shuffle(items, random);
        return items.stream().limit(3).map(item -> item.id().toString()).toList();
    }

    /** Skips a push without ids, and gives up if the device is offline. */
    private void push(Device device, String event, Map<String, ?> payload) {
        if (!List.of().equals(payload.get("ids"))) {
            try {
                long pushed = System.nanoTime();
                Reply reply = device.push(event, payload);
                boolean late = System.nanoTime() - pushed > DEADLINE.toNanos() && reply.reason().equals("unavailable");
                if (!reply.isOk() && !late && !excusable.contains(reply.reason())) {
                    throw new AssertionError(event + " was refused: " + reply.reason());
                }
            } catch (UncheckedIOException offline) {
                // the push may have been applied or not: the comparison of the views decides
            }
        }
    }
}
