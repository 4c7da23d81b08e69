package dev.beckon.channels.internal.blocks;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.channels.BlocksFullException;
import dev.beckon.channels.internal.pubsub.RedisNode;
import dev.beckon.channels.internal.pubsub.RedisPubSub;
import dev.beckon.redis.masters.RedisMasters;
import dev.beckon.testservers.RedisServer;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blocks in a real Redis: the store alone, and nodes that announce blocks to each other. */
class RedisBlocksIT extends BlockStoreContract {

    private static final Duration NEVER = Duration.ofHours(1);
    private static final int MAX = 3;

    private static RedisServer server;
    private static Vertx vertx;
    private static Redis redis;
    private static RedisMasters masters;

    private final String prefix = UUID.randomUUID() + ":";
    private final List<Node> nodes = new ArrayList<>();

    @BeforeAll
    static void start(@TempDir Path directory) {
        server = RedisServer.start(directory);
        vertx = Vertx.vertx();
        redis = Redis.createClient(vertx, new RedisOptions().setConnectionString(server.url()));
        masters = RedisMasters.single(redis);
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.close();
    }

    private record Node(RedisPubSub pubSub, Blocks blocks, Queue<Set<String>> blocked) {}

    @AfterEach
    void stopNodes() {
        for (Node node : nodes) {
            node.blocks().close();
            node.pubSub().close();
        }
    }

    @Override
    BlockStore store() {
        return new RedisBlockStore(masters, prefix + "/blocks", Duration.ofSeconds(2));
    }

    @Test
    void every_node_learns_of_a_block_and_of_its_end_and_tells_its_sockets_once() {
        Node a = node(NEVER);
        Node b = node(NEVER);

        a.blocks().block("ada").await().atMost(PATIENCE);

        assertThat(a.blocks().isBlocked("ada")).isTrue();
        soon().until(() -> b.blocks().isBlocked("ada"));
        assertThat(b.blocks().isBlocked("bob")).isFalse();

        b.blocks().block("bob").await().atMost(PATIENCE);
        soon().until(() -> a.blocks().all().equals(Set.of("ada", "bob")));
        a.blocks().unblock("ada").await().atMost(PATIENCE);
        soon().until(() -> b.blocks().all().equals(Set.of("bob")));
        assertThat(a.blocked()).containsExactly(Set.of("ada"), Set.of("bob"));
        assertThat(b.blocked()).containsExactly(Set.of("ada"), Set.of("bob"));
    }

    @Test
    void a_node_that_starts_later_knows_too() {
        node(NEVER).blocks().block("ada").await().atMost(PATIENCE);

        Node late = node(NEVER);

        soon().until(() -> late.blocks().isBlocked("ada"));
    }

    @Test
    void what_was_not_announced_is_found_before_long() {
        Node node = node(Duration.ofMillis(50));

        store().add("ada", MAX).await().atMost(PATIENCE);

        soon().until(() -> node.blocks().isBlocked("ada"));
    }

    @Test
    void one_block_too_many_fails_and_changes_nothing() {
        Node node = node(NEVER);
        for (String id : List.of("a", "b", "c")) {
            node.blocks().block(id).await().atMost(PATIENCE);
        }

        assertThatThrownBy(() -> node.blocks().block("d").await().atMost(PATIENCE)).isInstanceOf(BlocksFullException.class);

        assertThat(node.blocks().all()).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void while_Redis_is_away_a_node_keeps_what_it_knows_and_learns_the_rest_when_it_is_back() {
        Node a = node(Duration.ofMillis(50));
        Node b = node(NEVER);
        a.blocks().block("ada").await().atMost(PATIENCE);
        soon().until(() -> b.blocks().isBlocked("ada"));

        server.stop();
        try {
            assertThatThrownBy(() -> a.blocks().block("bob").await().atMost(PATIENCE)).isNotNull();
            soon().until(() -> !connected(b));
            assertThat(a.blocks().all()).containsExactly("ada");
            assertThat(b.blocks().all()).containsExactly("ada");
        } finally {
            server.start();
        }
        store().add("bob", MAX).await().atMost(PATIENCE);
        send(Request.cmd(Command.CLIENT).arg("KILL").arg("TYPE").arg("pubsub")); // b may have been back before bob was added

        soon().until(() -> b.blocks().isBlocked("bob")); // b reads the blocks again only because of the interruption
    }

    @Test
    void a_block_that_Redis_has_lost_is_put_back_by_a_node_that_knew_it() {
        Node a = node(Duration.ofMillis(50));
        a.blocks().block("ada").await().atMost(PATIENCE);
        a.blocks().block("bob").await().atMost(PATIENCE);
        a.blocks().unblock("bob").await().atMost(PATIENCE);

        send(Request.cmd(Command.FLUSHALL));

        soon().until(() -> send(Request.cmd(Command.HEXISTS).arg(prefix + "/blocks").arg("ada")).toInteger() == 1);
        assertThat(a.blocks().all()).containsExactly("ada");
        Node late = node(NEVER);
        soon().until(() -> late.blocks().isBlocked("ada"));
        assertThat(late.blocks().all()).containsExactly("ada");
    }

    @Test
    void a_block_that_was_lifted_elsewhere_is_not_put_back_by_a_node_that_missed_the_announcement() {
        Node deaf = node(Duration.ofMillis(50));
        deaf.blocks().block("ada").await().atMost(PATIENCE);

        store().remove("ada").await().atMost(PATIENCE); // no node gets an announcement

        soon().until(() -> !deaf.blocks().isBlocked("ada"));
        assertThat(store().load(Set.of()).await().atMost(PATIENCE).ids()).isEmpty();
    }

    @Test
    void the_set_of_ids_that_earlier_versions_kept_is_taken_over() {
        send(Request.cmd(Command.SADD).arg(prefix + "/blocks").arg("ada").arg("bob"));

        Node node = node(NEVER);

        soon().until(() -> node.blocks().all().equals(Set.of("ada", "bob")));
        node.blocks().unblock("ada").await().atMost(PATIENCE);
        assertThat(store().load(Set.of()).await().atMost(PATIENCE).ids()).containsExactly("bob");
    }

    private static Response send(Request request) {
        return redis.send(request).toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static boolean connected(Node node) {
        return node.pubSub().isConnected().await().atMost(PATIENCE);
    }

    private Node node(Duration refresh) {
        RedisPubSub pubSub = new RedisPubSub(vertx, masters, RedisNode.Config.defaults().withPrefix(prefix));
        soon().until(() -> pubSub.isConnected().await().atMost(PATIENCE));
        Blocks blocks = new Blocks(vertx, pubSub, store(), MAX, refresh);
        Node node = new Node(pubSub, blocks, new ConcurrentLinkedQueue<>());
        blocks.onBlocked(node.blocked()::add);
        nodes.add(node);
        soon().until(() -> pubSub.subscriptionCount().await().atMost(PATIENCE) == 2);
        return node;
    }
}
