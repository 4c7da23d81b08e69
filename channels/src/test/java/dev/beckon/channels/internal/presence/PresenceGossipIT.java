package dev.beckon.channels.internal.presence;

import static dev.beckon.testservers.Await.soon;
import static dev.beckon.testservers.Await.throughout;
import static dev.beckon.testservers.Await.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.Presence;
import dev.beckon.channels.TopicBroadcast;
import dev.beckon.testservers.RedisServer;
import dev.beckon.testservers.TcpProxy;
import dev.beckon.testservers.TcpProxy.Mode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several nodes on one real Redis; all or some of them lose their connection to it. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PresenceGossipIT {

    static final PresenceSettings FAST = PresenceSettings.fast();
    static final PresenceSettings PATIENT = FAST.withTimeouts(
            Duration.ofMillis(200), Duration.ofMinutes(1), Duration.ofMinutes(2));

    final Vertx vertx = Vertx.vertx();
    final List<AutoCloseable> open = new ArrayList<>();
    RedisServer server;

    @BeforeEach
    void start(@TempDir Path directory) {
        server = RedisServer.start(directory);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.close();
    }

    @Test
    void every_node_lists_who_is_on_any_of_them() {
        ClusterNode a = node(FAST).joined("ada");
        ClusterNode b = node(FAST).joined("bob", "eve");
        ClusterNode c = node(FAST);

        a.expect("ada", "bob", "eve");
        b.expect("ada", "bob", "eve");
        c.expect("ada", "bob", "eve");
        b.members().getFirst().end();

        a.expect("ada", "eve");
        c.expect("ada", "eve");
        assertThat(c.view().changes()).endsWith("-bob");
    }

    @Test
    void what_is_no_member_is_listed_on_every_node_until_it_is_untracked_and_listeners_of_every_node_get_it() {
        ClusterNode a = node(FAST);
        ClusterNode b = node(FAST);
        List<String> changes = new CopyOnWriteArrayList<>();
        b.presence.listen(change -> {
            change.joins().keySet().forEach(key -> changes.add("+" + key));
            change.leaves().keySet().forEach(key -> changes.add("-" + key));
            return Uni.createFrom().voidItem();
        });

        Presence.Tracked job = a.presence.track(ClusterNode.TOPIC, "import", Map.of()).await().atMost(Duration.ofSeconds(20));
        b.expect("import");
        job.untrack().await().atMost(Duration.ofSeconds(20));
        b.expect();

        soon().until(() -> changes.equals(List.of("+import", "-import")));
    }

    @Test
    void a_node_that_comes_late_receives_all_there_is() {
        node(FAST).joined("a", 1_200);
        node(FAST).joined("b", 5);

        ClusterNode late = node(FAST);

        soon().until(() -> late.keys().size() == 1_205 && late.view().refs().size() == 1_205);
    }

    @Test
    void a_killed_nodes_presences_go_after_the_down_timeout_and_no_others_move() {
        ClusterNode a = node(FAST).joined("ada");
        ClusterNode killed = node(FAST).joined("bob", "eve");
        ClusterNode c = node(FAST).joined("dan");
        a.expect("ada", "bob", "eve", "dan");
        c.expect("ada", "bob", "eve", "dan");
        int before = c.view().changes().size();

        killed.kill();

        a.expect("ada", "dan");
        c.expect("ada", "dan");
        assertThat(c.view().changes().subList(before, c.view().changes().size())).containsExactlyInAnyOrder("-bob", "-eve");
    }

    @Test
    void a_node_that_restarts_under_its_name_leaves_no_ghost_and_moves_no_others() {
        ClusterNode a = node(PATIENT).joined("ada");
        ClusterNode killed = node(PATIENT.withNode("b")).joined("bob", "eve");
        a.expect("ada", "bob", "eve");
        killed.kill();

        ClusterNode again = node(PATIENT.withNode("b")).joined("bob");

        a.expect("ada", "bob");
        again.expect("ada", "bob");
        assertThat(a.view().changes()).filteredOn(change -> change.endsWith("ada")).hasSizeLessThanOrEqualTo(1);
        assertThat(a.view().changes()).filteredOn("-eve"::equals).hasSize(1);
        assertThat(a.view().changes()).filteredOn("-bob"::equals).hasSize(1);
    }

    @Test
    void a_node_that_stops_in_order_is_gone_at_once() {
        ClusterNode a = node(PATIENT).joined("ada");
        ClusterNode stopped = node(PATIENT).joined("bob");
        a.expect("ada", "bob");

        stopped.close();

        a.expect("ada");
    }

    @Test
    void while_Redis_is_away_each_node_keeps_the_others_members_and_after_its_return_all_agree() {
        ClusterNode a = node(FAST).joined("ada", "bob");
        ClusterNode b = node(FAST).joined("eve");
        ClusterNode c = node(FAST).joined("dan");
        a.expect("ada", "bob", "eve", "dan");
        c.expect("ada", "bob", "eve", "dan");

        server.stop();
        a.joined("fay").members().getFirst().end();
        a.expect("bob", "fay", "eve", "dan");
        c.joined("gus");
        throughout(FAST.downTimeout().multipliedBy(2), () -> {
            assertThat(a.keys()).containsExactlyInAnyOrder("bob", "fay", "eve", "dan");
            assertThat(c.keys()).containsExactlyInAnyOrder("ada", "bob", "eve", "dan", "gus");
        });
        server.start();

        for (ClusterNode node : List.of(a, b, c)) {
            node.expect("bob", "fay", "eve", "dan", "gus");
            assertThat(node.view().changes()).doesNotContain("-eve", "-dan", "-bob");
        }
    }

    @Test
    void while_Redis_is_paused_nobody_is_gone_and_a_node_that_dies_meanwhile_is_gone_afterwards() {
        ClusterNode a = node(FAST).joined("ada");
        ClusterNode b = node(FAST).joined("bob");
        ClusterNode killed = node(FAST).joined("eve");
        a.expect("ada", "bob", "eve");
        b.expect("ada", "bob", "eve");
        int before = a.view().changes().size();

        server.pause();
        try {
            killed.kill();
            b.joined("fay");
            throughout(FAST.downTimeout().multipliedBy(4), () -> {
                assertThat(a.keys()).containsExactlyInAnyOrder("ada", "bob", "eve");
                assertThat(b.keys()).containsExactlyInAnyOrder("ada", "bob", "eve", "fay");
            });
        } finally {
            server.resume();
        }

        within(Duration.ofSeconds(5)).until(() -> a.keys().contains("fay"));
        within(FAST.downTimeout().multipliedBy(2)).until(() -> !a.keys().contains("eve") && !b.keys().contains("eve"));
        a.expect("ada", "bob", "fay");
        b.expect("ada", "bob", "fay");
        assertThat(a.view().changes().subList(before, a.view().changes().size())).containsExactlyInAnyOrder("+fay", "-eve");
    }

    @Test
    void a_short_outage_moves_nobody() {
        ClusterNode a = node(PATIENT).joined("ada");
        ClusterNode b = node(PATIENT).joined("bob");
        a.expect("ada", "bob");
        b.expect("ada", "bob");
        int before = a.view().changes().size();

        server.stop();
        soon().until(() -> !a.redis.pubSub.isConnected().await().atMost(Duration.ofSeconds(20)));
        b.joined("eve");
        server.start();

        a.expect("ada", "bob", "eve");
        assertThat(a.view().changes().subList(before, a.view().changes().size())).containsExactly("+eve");
    }

    @Test
    void a_node_that_has_missed_more_than_is_kept_is_given_everything() throws Exception {
        TcpProxy network = TcpProxy.before(server.port());
        open.add(network);
        ClusterNode a = node(PATIENT).joined("ada", "bob");
        ClusterNode cut = new ClusterNode(vertx, url(network), PATIENT.withNode("cut"));
        open.add(cut);
        cut.expect("ada", "bob");
        List<String> events = eventsFor("cut", a);

        network.set(Mode.SWALLOW);
        a.members().getFirst().end();
        StandInMember bob = a.members().get(1);
        for (int i = 0; i < 9_000; i++) { // two changes each
            a.presence.update(bob, "bob", Map.of("n", i));
        }
        a.joined("eve");
        network.set(Mode.PASS);

        cut.expect("bob", "eve");
        soon().until(() -> cut.list().refs().equals(a.list().refs()));
        assertThat(events).contains("part");
    }

    @Test
    void clients_of_all_nodes_agree_after_a_thousand_joins_leaves_and_updates() {
        Random random = new Random(1);
        List<ClusterNode> nodes = List.of(node(FAST), node(FAST), node(FAST));

        for (int i = 0; i < 1_000; i++) {
            ClusterNode node = nodes.get(random.nextInt(nodes.size()));
            List<StandInMember> members = node.members();
            if (members.isEmpty() || random.nextInt(5) < 2) {
                node.joined("user" + random.nextInt(50));
            } else if (random.nextBoolean()) {
                members.remove(random.nextInt(members.size())).end();
            } else {
                node.presence.update(members.get(random.nextInt(members.size())), "user" + random.nextInt(50), Map.of("n", i));
            }
        }

        ClusterNode first = nodes.getFirst();
        int expected = nodes.stream().mapToInt(node -> node.members().size()).sum();
        for (ClusterNode node : nodes) {
            soon().until(() -> node.list().refs().values().stream().mapToInt(refs -> refs.size()).sum() == expected);
            soon().until(() -> node.view().refs().equals(first.list().refs()));
        }
    }

    private ClusterNode node(PresenceSettings settings) {
        ClusterNode node = new ClusterNode(vertx, server.url(), settings);
        open.add(node);
        return node;
    }

    /** The gossip for one node about the topic's shard. */
    private static List<String> eventsFor(String node, ClusterNode heardAt) {
        List<String> events = new CopyOnWriteArrayList<>();
        String shard = "/presence/" + Math.floorMod(ClusterNode.TOPIC.hashCode(), FAST.shards()) + "/" + FAST.shards() + "/" + node;
        StandInMember listener = new StandInMember(heardAt.redis.pubSub, shard) {
            @Override
            public void deliver(TopicBroadcast broadcast) {
                events.add(broadcast.event());
            }
        };
        listener.subscribe().await().atMost(Duration.ofSeconds(20));
        return events;
    }

    private static String url(TcpProxy network) {
        return "redis://127.0.0.1:" + network.port();
    }
}
