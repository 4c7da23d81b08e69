package dev.beckon.channels.blocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.channels.lab.Waiting;
import dev.beckon.channels.pubsub.RedisConfig;
import dev.beckon.channels.pubsub.RedisPubSub;
import dev.beckon.localstack.servers.RedisServer;
import io.smallrye.config.SmallRyeConfigBuilder;
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

/** Blocks in a real Redis: the store alone, and nodes that tell each other. */
class RedisBlocksIT extends BlockStoreContract {

    private static final Duration NEVER = Duration.ofHours(1);
    private static final int MAX = 3;

    private static RedisServer server;
    private static Vertx vertx;
    private static Redis redis;

    private final String prefix = UUID.randomUUID() + ":";
    private final List<Node> nodes = new ArrayList<>();

    @BeforeAll
    static void start(@TempDir Path directory) {
        server = RedisServer.start(directory);
        vertx = Vertx.vertx();
        redis = Redis.createClient(vertx, new RedisOptions().setConnectionString(server.url()));
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.close();
    }

    private record Node(RedisPubSub pubSub, Blocks blocks, Queue<Set<String>> told) {}

    @AfterEach
    void stopNodes() {
        for (Node node : nodes) {
            node.blocks().close();
            node.pubSub().close();
        }
    }

    @Override
    BlockStore store() {
        return new RedisBlockStore(redis, prefix + "/blocks", Duration.ofSeconds(2));
    }

    @Test
    void every_node_learns_of_a_block_and_of_its_end_and_tells_its_sockets_once() {
        Node a = node(NEVER);
        Node b = node(NEVER);

        a.blocks().block("ada").await().atMost(PATIENCE);

        assertThat(a.blocks().isBlocked("ada")).isTrue();
        Waiting.until(() -> b.blocks().isBlocked("ada"));
        assertThat(b.blocks().isBlocked("bob")).isFalse();

        b.blocks().block("bob").await().atMost(PATIENCE);
        Waiting.until(() -> a.blocks().all().equals(Set.of("ada", "bob")));
        a.blocks().unblock("ada").await().atMost(PATIENCE);
        Waiting.until(() -> b.blocks().all().equals(Set.of("bob")));
        assertThat(a.told()).containsExactly(Set.of("ada"), Set.of("bob"));
        assertThat(b.told()).containsExactly(Set.of("ada"), Set.of("bob"));
    }

    @Test
    void a_node_that_starts_later_knows_too() {
        node(NEVER).blocks().block("ada").await().atMost(PATIENCE);

        Node late = node(NEVER);

        Waiting.until(() -> late.blocks().isBlocked("ada"));
    }

    @Test
    void what_nobody_has_announced_is_found_before_long() {
        Node node = node(Duration.ofMillis(50));

        store().add("ada", MAX).await().atMost(PATIENCE);

        Waiting.until(() -> node.blocks().isBlocked("ada"));
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
        Waiting.until(() -> b.blocks().isBlocked("ada"));

        server.stop();
        try {
            assertThatThrownBy(() -> a.blocks().block("bob").await().atMost(PATIENCE)).isNotNull();
            Waiting.until(() -> !connected(b));
            assertThat(a.blocks().all()).containsExactly("ada");
            assertThat(b.blocks().all()).containsExactly("ada");
        } finally {
            server.start();
        }
        store().add("bob", MAX).await().atMost(PATIENCE);

        Waiting.until(() -> b.blocks().isBlocked("bob")); // which reads again only because of the interruption
    }

    @Test
    void a_block_that_Redis_has_lost_is_put_back_by_a_node_that_knew_it() {
        Node a = node(Duration.ofMillis(50));
        a.blocks().block("ada").await().atMost(PATIENCE);
        a.blocks().block("bob").await().atMost(PATIENCE);
        a.blocks().unblock("bob").await().atMost(PATIENCE);

        send(Request.cmd(Command.FLUSHALL));

        Waiting.until(() -> send(Request.cmd(Command.HEXISTS).arg(prefix + "/blocks").arg("ada")).toInteger() == 1);
        assertThat(a.blocks().all()).containsExactly("ada");
        Node late = node(NEVER);
        Waiting.until(() -> late.blocks().isBlocked("ada"));
        assertThat(late.blocks().all()).containsExactly("ada");
    }

    @Test
    void a_block_that_was_lifted_elsewhere_is_not_put_back_by_a_node_that_has_not_heard_of_it() {
        Node deaf = node(Duration.ofMillis(50));
        deaf.blocks().block("ada").await().atMost(PATIENCE);

        store().remove("ada").await().atMost(PATIENCE); // announced to nobody

        Waiting.until(() -> !deaf.blocks().isBlocked("ada"));
        assertThat(store().load(Set.of()).await().atMost(PATIENCE).ids()).isEmpty();
    }

    @Test
    void the_set_of_ids_that_earlier_versions_kept_is_taken_over() {
        send(Request.cmd(Command.SADD).arg(prefix + "/blocks").arg("ada").arg("bob"));

        Node node = node(NEVER);

        Waiting.until(() -> node.blocks().all().equals(Set.of("ada", "bob")));
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
        RedisConfig config = new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(RedisConfig.class)
                .withDefaultValue("channels.redis.prefix", prefix)
                .withDefaultValue("channels.redis.reconnect-max", "100ms")
                .build().getConfigMapping(RedisConfig.class);
        RedisPubSub pubSub = new RedisPubSub(vertx, redis, config);
        Waiting.until(() -> pubSub.isConnected().await().atMost(PATIENCE));
        Blocks blocks = new Blocks(vertx, pubSub, store(), MAX, refresh);
        Node node = new Node(pubSub, blocks, new ConcurrentLinkedQueue<>());
        blocks.onBlocked(node.told()::add);
        nodes.add(node);
        Waiting.until(() -> pubSub.subscriptionCount().await().atMost(PATIENCE) == 2);
        return node;
    }
}
