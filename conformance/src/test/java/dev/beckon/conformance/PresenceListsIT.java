package dev.beckon.conformance;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.conformance.lab.Labs;
import dev.beckon.conformance.lab.RunningLabs;
import dev.beckon.conformance.presence.Crowd;
import dev.beckon.conformance.presence.JavaWatcher;
import dev.beckon.conformance.presence.Lists;
import dev.beckon.conformance.presence.NodeWatcher;
import dev.beckon.conformance.presence.Watcher;
import dev.beckon.conformance.scenario.NodeClient;
import dev.beckon.conformance.transcript.Venue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Stock clients on two nodes list the same presences of a room as the server, while many clients join and leave. */
@ExtendWith(RunningLabs.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PresenceListsIT {

    static final int CHANGES = 1_000;
    static final int BETWEEN_COMPARISONS = 250;

    final Labs labs;

    PresenceListsIT(Labs labs) {
        this.labs = labs;
    }

    @Test
    void after_a_thousand_random_joins_and_leaves_all_lists_are_the_same() throws Exception {
        long seed = Long.getLong("conformance.seed", ThreadLocalRandom.current().nextLong());
        System.out.printf("PresenceIT: -Dconformance.seed=%d%n", seed);
        List<Venue> nodes = List.of(labs.node(0), labs.node(1));
        String topic = "room:presence-" + Long.toUnsignedString(seed, 36);
        NodeClient.install();

        try (Watcher newer = new NodeWatcher("phoenix18", labs, labs.node(0), topic);
                Watcher older = new NodeWatcher("phoenix17", labs, labs.node(1), topic);
                Watcher java = new JavaWatcher(labs.node(0), topic);
                Crowd crowd = new Crowd(nodes, topic, 8, 3, new Random(seed))) {
            for (int change = 1; change <= CHANGES; change++) {
                crowd.step();
                if (change % BETWEEN_COMPARISONS == 0) {
                    assertSameLists(nodes, topic, List.of(newer, older, java), crowd.joined());
                }
            }
        }
    }

    /** @param joined devices by user; the watchers are present, too */
    private static void assertSameLists(List<Venue> nodes, String topic, List<Watcher> watchers, Map<String, Integer> joined) {
        Map<String, Integer> expected = new HashMap<>(joined);
        expected.put("watcher", watchers.size());
        soon().untilAsserted(() -> {
            var list = Lists.at(nodes.getFirst(), topic);
            Map<String, Integer> counted = new HashMap<>();
            list.forEach((user, metas) -> counted.put(user, metas.size()));

            assertThat(counted).isEqualTo(expected);
            assertThat(Lists.at(nodes.getLast(), topic)).isEqualTo(list);
            watchers.forEach(watcher -> assertThat(watcher.list()).as(watcher.toString()).isEqualTo(list));
        });
    }
}
