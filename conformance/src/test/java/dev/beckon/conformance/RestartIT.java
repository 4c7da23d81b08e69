package dev.beckon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.conformance.lab.Labs;
import dev.beckon.conformance.lab.RunningLabs;
import dev.beckon.conformance.scenario.NodeClient;
import dev.beckon.conformance.scenario.NodeMember;
import dev.beckon.conformance.scenario.Outside;
import dev.beckon.conformance.transcript.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every phoenix.js rejoins a room after a restart of its nodes, and receives all later messages. */
@ExtendWith(RunningLabs.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RestartIT {

    static final Duration PATIENCE = Duration.ofSeconds(90);
    static final Duration BETWEEN_NEWS = Duration.ofMillis(250);
    static final String TOPIC = "room:restarted";
    static final String DRAIN_WINDOW = "CHANNELS_SOCKET_DRAIN_WINDOW";

    final Labs labs;

    RestartIT(Labs labs) {
        this.labs = labs;
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void every_phoenix_js_rejoins_after_a_rolling_restart_behind_a_proxy_that_is_not_sticky(Transport transport) throws IOException {
        restartUnderAll(transport, 2, Map.of(DRAIN_WINDOW, "2s", "CHANNELS_LONGPOLL_SECRET", "r".repeat(32)));
    }

    /** The node's secret is random, so after a restart it cannot read the tokens that it issued before. */
    @Test
    void every_phoenix_js_rejoins_over_long_polling_after_the_restart_of_a_node_without_a_secret() throws IOException {
        restartUnderAll(Transport.LONGPOLL, 1, Map.of(DRAIN_WINDOW, "0s"));
    }

    private void restartUnderAll(Transport transport, int nodes, Map<String, String> configuration) throws IOException {
        NodeClient.install();
        String name = "restarted-" + nodes + "-" + transport;
        try (Labs.Cluster cluster = labs.cluster(name, nodes, configuration)) {
            List<NodeMember> members = NodeClient.VERSIONS.stream()
                    .map(version -> new NodeMember(version, transport, labs.privateKey(), cluster.proxied(), TOPIC))
                    .toList();
            try {
                restartUnder(cluster, members);
            } finally {
                members.forEach(NodeMember::close);
            }
        }
    }

    private static void restartUnder(Labs.Cluster cluster, List<NodeMember> members) throws IOException {
        awaitAll(members, member -> member.joins() > 0, () -> {});
        Outside outside = new Outside(cluster.node(0));

        cluster.restart();

        int[] last = {0};
        Runnable publish = () -> outside.publish(TOPIC, "news", "{\"n\":%d}".formatted(++last[0]));
        awaitAll(members, member -> member.joins() > 1 && !member.news().isEmpty(), publish);
        int first = last[0] + 1;
        for (int n = 0; n < 3; n++) {
            publish.run();
        }
        awaitAll(members, member -> member.news().contains(last[0]), () -> {});
        assertThat(members).allSatisfy(member -> assertThat(member.news().stream().filter(n -> n >= first))
                .containsExactly(first, first + 1, first + 2));
    }

    private static void awaitAll(List<NodeMember> members, Predicate<NodeMember> condition, Runnable meanwhile) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!members.stream().allMatch(condition)) {
            assertThat(System.nanoTime()).as("not all within %s: %s", PATIENCE, members).isLessThan(end);
            meanwhile.run();
            LockSupport.parkNanos(BETWEEN_NEWS.toNanos());
        }
    }
}
