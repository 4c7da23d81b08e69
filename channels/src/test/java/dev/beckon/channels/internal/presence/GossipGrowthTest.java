package dev.beckon.channels.internal.presence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.channels.internal.presence.Entry.Replica;
import dev.beckon.channels.internal.presence.GossipProtocol.Outgoing;
import dev.beckon.channels.internal.presence.GossipProtocol.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Counts the gossip of one shard while members and nodes come, for several numbers of nodes. It prints what docs/scaling.md has
 * in its table: messages published, their deliveries to nodes, and the bytes of these deliveries.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GossipGrowthTest {

    /** Members of each node before each measurement. */
    static final int MEMBERS = 100;

    private final GossipJson json = new GossipJson(new ObjectMapper());
    private final List<Node> nodes = new ArrayList<>();
    private boolean redisIsAway;
    private int published;
    private int delivered;
    private long bytes;

    private record Node(PresenceState state, GossipProtocol protocol) {

        static Node named(String name) {
            PresenceState state = new PresenceState(new Replica(name, 1), 16_384);
            return new Node(state, new GossipProtocol(
                    state, new Settings(Duration.ofSeconds(3), Duration.ofSeconds(15), Duration.ofMinutes(20), 500), _ -> {}));
        }

        void join(String user) {
            state.join(user, "room:1", user, "{\"name\":\"" + user + "\",\"online_at\":\"2026-11-29T12:00:00Z\"}");
        }
    }

    private record Cost(int published, int delivered, long bytes) {}

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 16})
    void gossip_grows_with_members_and_with_nodes_but_not_with_their_square(int count) {
        for (int at = 0; at < count; at++) {
            start(at);
        }
        settle();

        Cost beat = measure(() -> nodes.forEach(node -> node.protocol().beat()));
        Cost join = measure(() -> nodes.getFirst().join("ada"));
        Cost start = measure(() -> start(count));
        Cost outage = measure(this::outage);

        System.out.printf("| %d | %s | %s | %s | %s |%n", count, row(join), row(beat), row(start), row(outage));
        assertThat(join.published()).isEqualTo(1);
        assertThat(join.delivered()).isEqualTo(count - 1);
        assertThat(beat.published()).isEqualTo(count);
        assertThat(start.published()).as("hello, and for each node a heartbeat, two questions and an answer").isLessThanOrEqualTo(4 * count
                + 3);
        assertThat(start.delivered()).isLessThanOrEqualTo(7 * count);
        assertThat(outage.published()).as("changes, hello and its answer of each").isLessThanOrEqualTo(3 * nodes.size());
        long sum = nodes.stream().mapToLong(node -> node.state().clock()).sum();
        assertThat(nodes).allSatisfy(node -> assertThat(node.state().clocks().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(sum));
    }

    private void start(int at) {
        Node node = Node.named("gateway-" + at);
        nodes.add(node);
        for (int member = 0; member < MEMBERS; member++) {
            node.join("user-" + at + "-" + member);
        }
        node.protocol().missed();
    }

    /** Each node has one change that Redis does not take; then all are connected again. */
    private void outage() {
        redisIsAway = true;
        for (Node node : nodes) {
            node.join("late-" + node.state().self().name());
        }
        settle();
        redisIsAway = false;
        nodes.forEach(node -> node.protocol().missed());
    }

    private Cost measure(Runnable change) {
        published = 0;
        delivered = 0;
        bytes = 0;
        change.run();
        settle();
        return new Cost(published, delivered, bytes);
    }

    /** Lets every node send and receive until no node has more to send. */
    private void settle() {
        boolean again = true;
        while (again) {
            again = false;
            List<List<Outgoing>> round = nodes.stream()
                    .map(node -> node.protocol().isFlushDue() ? node.protocol().flush() : List.<Outgoing>of()).toList();
            for (int from = 0; from < nodes.size(); from++) {
                for (Outgoing outgoing : round.get(from)) {
                    again = true;
                    send(nodes.get(from), outgoing);
                }
            }
        }
    }

    private void send(Node from, Outgoing outgoing) {
        if (redisIsAway) {
            return;
        }
        published++;
        int size = json.encode(outgoing.message()).text().getBytes(StandardCharsets.UTF_8).length;
        for (Node node : nodes) {
            if (outgoing.to() == null || outgoing.to().equals(node.state().self().name())) {
                if (node != from) {
                    delivered++;
                    bytes += size;
                }
                node.protocol().receive(outgoing.message(), 0);
            }
        }
    }

    private static String row(Cost cost) {
        return "%,d; %,d; %.1f".formatted(cost.published(), cost.delivered(), cost.bytes() / 1_000.0);
    }
}
