package dev.beckon.systemtests;

import static dev.beckon.systemtests.client.Eventually.AFTER_RESTART;
import static dev.beckon.systemtests.client.Eventually.eventually;
import static dev.beckon.systemtests.client.ViewAssertions.assertExact;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.Notification;
import dev.beckon.systemtests.client.Device;
import dev.beckon.systemtests.client.Mentions;
import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.SystemTest;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Mentions, people who read, and devices that come and go, all at once: what every device believes in the end is what the
 * inbox holds. {@code -Dbeckon.random.steps} makes it longer, {@code -Dbeckon.random.seed} repeats its choices.
 */
@SystemTest
class RandomizedInboxIT {

    private static final int USERS = 12;
    private static final int PEOPLE_AT_WORK = 4;
    private static final int STEPS = Integer.getInteger("beckon.random.steps", 250);
    private static final long SEED = Long.getLong("beckon.random.seed", System.nanoTime());

    final Beckon beckon;
    final Mentions mentions;
    final Map<String, List<Device>> devices = new LinkedHashMap<>();
    final Map<String, Integer> mentioned = new ConcurrentHashMap<>();
    List<String> users = List.of();

    RandomizedInboxIT(Beckon beckon) {
        this.beckon = beckon;
        this.mentions = beckon.mentions();
    }

    @Test
    void every_device_shows_what_the_inbox_holds() {
        users = IntStream.range(0, USERS).mapToObj(i -> beckon.user("user" + i)).toList();
        users.forEach(user -> devices.put(user, List.of(beckon.startDevice(1, user), beckon.startDevice(2, user))));
        devices.values().forEach(both -> both.forEach(Device::awaitJoined));

        CompletableFuture.allOf(IntStream.range(0, PEOPLE_AT_WORK)
                        .mapToObj(i -> CompletableFuture.runAsync(() -> work(new Random(SEED + i))))
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(mentioned).hasSize(USERS);
        devices.forEach((user, both) -> both.forEach(device -> eventually(AFTER_RESTART, () -> {
            assertThat(beckon.inboxes().state(user).seq()).as("seed %d", SEED).isEqualTo((long) mentioned.get(user));
            assertExact(device.view(), beckon.inboxes(), user);
        })));
    }

    private void work(Random random) {
        for (int step = 0; step < STEPS; step++) {
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
        named.forEach(user -> mentioned.merge(user, 1, Integer::sum));
    }

    private static List<String> some(Device device, Random random) {
        List<Notification> items = new ArrayList<>(device.view().items());
        Collections.shuffle(items, random);
        return items.stream().limit(3).map(item -> item.id().toString()).toList();
    }

    /** Somebody without network, or with nothing to choose from, gives up. */
    private static void push(Device device, String event, Map<String, ?> payload) {
        if (!List.of().equals(payload.get("ids"))) {
            try {
                assertThat(device.push(event, payload).status()).isEqualTo("ok");
            } catch (UncheckedIOException offline) {
                // nobody can be sure now whether it was done: that is for the views to find out
            }
        }
    }
}
