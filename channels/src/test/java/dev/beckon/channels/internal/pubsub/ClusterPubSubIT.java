package dev.beckon.channels.internal.pubsub;

import static dev.beckon.testservers.Await.soon;
import static dev.beckon.testservers.Await.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.internal.pubsub.RedisNode.Config;
import dev.beckon.channels.internal.pubsub.RedisNode.Listener;
import dev.beckon.redis.RedisTag;
import dev.beckon.testservers.RedisCluster;
import dev.beckon.testservers.RedisServer;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on a real Redis Cluster whose masters fail over, stand still, lose slots and data. */
class ClusterPubSubIT extends PubSubContract {

    /** Shorter than the interval at which nodes ask for the masters without an announcement. */
    static final Duration ANNOUNCED = Duration.ofSeconds(2);

    static Vertx vertx;
    static RedisCluster cluster;

    final List<AutoCloseable> open = new ArrayList<>();
    RedisNode a;
    RedisNode b;

    @BeforeAll
    static void startCluster(@TempDir Path directory) {
        vertx = Vertx.vertx();
        cluster = RedisCluster.start(directory, 3, 1);
    }

    @AfterAll
    static void stopCluster() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        cluster.close();
    }

    @BeforeEach
    void start() {
        a = node(Config.defaults());
        b = node(Config.defaults());
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    @Override
    PubSub here() {
        return b.pubSub;
    }

    @Override
    PubSub there() {
        return a.pubSub;
    }

    @Test
    void topics_are_subscribed_in_few_commands_on_one_connection_to_each_master() {
        cluster.nodes().forEach(node -> node.ask("CONFIG", "RESETSTAT"));

        List<Listener> listeners = IntStream.range(0, 5_000).mapToObj(_ -> a.listener()).toList();
        IntStream.range(0, 5_000).forEach(i -> a.pubSub.subscribe("t:" + i, listeners.get(i)));
        soon().until(() -> a.subscriptions() == 5_003); // three of them are heartbeats'
        b.publish("t:4999", "{}");

        listeners.get(4_999).expect("{}");
        // the first topics may come in several rounds, each of which has 64 slots
        assertThat(cluster.nodes().stream().mapToInt(node -> calls(node, "ssubscribe")).sum()).isBetween(64, 640);
        assertThat(a.pubSub.connections()).isEqualTo(6);
        assertThat(a.pubSub.missingConnections()).isZero();
    }

    @Test
    void a_failover_is_announced_and_healed() {
        List<Listener> listeners = listenToEveryTag();
        int missed = a.missed.get();

        cluster.failover(cluster.master(0));

        soon().until(() -> a.missed.get() > missed);
        everyTagArrives(listeners);
    }

    @Test
    void a_master_that_dies_is_replaced_by_its_replica() {
        List<Listener> listeners = listenToEveryTag();
        int missed = a.missed.get();
        RedisServer master = cluster.master(0);

        master.kill();
        soon().until(() -> a.pubSub.missingConnections() > 0);
        cluster.failover(master);

        soon().until(() -> a.missed.get() > missed && a.isConnected() && b.isConnected());
        everyTagArrives(listeners);
        master.start();
        soon().until(() -> master.ask("INFO", "replication").text().contains("master_link_status:up"));
    }

    @Test
    void a_slot_that_moves_while_messages_flow_loses_few_of_them_and_none_after_listeners_know() throws Exception {
        String topic = "room:moving";
        int slot = RedisTag.of(topic).slot();
        Listener listener = a.listen(topic);
        Listener elsewhere = a.listen(topicIn((RedisTag.of(topic).number() + 1) % RedisTag.COUNT));
        AtomicInteger published = new AtomicInteger();
        AtomicBoolean stopped = new AtomicBoolean();
        Thread publishing = Thread.ofPlatform().start(() -> {
            while (!stopped.get()) {
                b.publish(topic, "{\"n\":" + published.incrementAndGet() + "}");
                LockSupport.parkNanos(200_000); // 5,000 a second at most
            }
        });
        try {
            for (int i = 0; i < 3; i++) {
                int missed = a.missed.get();
                cluster.migrate(slot, anotherMaster(slot));
                within(ANNOUNCED).until(() -> a.missed.get() > missed);
                int known = published.get();
                soon().until(() -> number(listener.received().getLast()) > known + 100);
                List<Integer> after = numbers(listener).filter(number -> number > known + 1).toList();

                assertThat(after.getLast() - after.getFirst() + 1).as("none is lost").isEqualTo(after.size());
            }
        } finally {
            stopped.set(true);
            publishing.join();
        }

        soon().until(() -> number(listener.received().getLast()) == published.get());
        List<Integer> all = numbers(listener).toList();
        System.out.printf("A slot moved 3 times: %d of %d messages lost%n", published.get() - all.size(), published.get());
        assertThat(b.pubSub.droppedCount()).isZero();
        assertThat(all).as("in order, none twice").isSorted().doesNotHaveDuplicates();
        assertThat(elsewhere.received()).isEmpty();
    }

    @Test
    void a_master_that_stands_still_affects_only_its_own_topics() {
        RedisNode beating = node(Config.defaults().beating());
        RedisServer paused = cluster.master(0);
        String its = topicIn(0);
        String other = topicIn(63);
        Listener ofPaused = beating.listen(its);
        Listener ofOther = beating.listen(other);
        int missed = beating.missed.get();

        paused.pause();
        try {
            b.publish(its, "{\"n\":1}");
            IntStream.range(0, 100).forEach(n -> b.publish(other, "{\"n\":" + n + "}"));

            ofOther.expect(IntStream.range(0, 100).mapToObj(n -> "{\"n\":" + n + "}").toArray(String[]::new));
            assertThat(ofPaused.received()).isEmpty();
            soon().until(() -> beating.pubSub.missingConnections() == 2); // three heartbeats later
        } finally {
            paused.resume();
        }

        soon().until(() -> beating.missed.get() > missed && beating.isConnected() && b.isConnected());
        soon().until(() -> {
            b.publish(its, "{\"n\":2}");
            return ofPaused.received().contains("{\"n\":2}");
        });
    }

    @Test
    void the_loss_of_all_data_loses_no_subscription() {
        List<Listener> listeners = listenToEveryTag();

        cluster.flushAll();

        everyTagArrives(listeners);
    }

    private List<Listener> listenToEveryTag() {
        return IntStream.range(0, RedisTag.COUNT).mapToObj(tag -> a.listen(topicIn(tag))).toList();
    }

    private void everyTagArrives(List<Listener> listeners) {
        IntStream.range(0, RedisTag.COUNT).forEach(tag -> b.publish(topicIn(tag), "{\"tag\":" + tag + "}"));

        IntStream.range(0, RedisTag.COUNT).forEach(tag -> listeners.get(tag).expect("{\"tag\":" + tag + "}"));
        assertThat(b.pubSub.droppedCount()).isZero();
    }

    private static String topicIn(int tag) {
        return IntStream.iterate(0, n -> n + 1).mapToObj(n -> "room:" + n)
                .filter(topic -> RedisTag.of(topic).number() == tag).findFirst().orElseThrow();
    }

    private static RedisServer anotherMaster(int slot) {
        RedisServer present = cluster.master(slot);
        return IntStream.of(0, 6_000, 16_000).mapToObj(cluster::master).filter(master -> master != present).findFirst().orElseThrow();
    }

    private static Stream<Integer> numbers(Listener listener) {
        return listener.received().stream().map(ClusterPubSubIT::number);
    }

    private static int number(String payload) {
        return Integer.parseInt(payload.substring(5, payload.length() - 1));
    }

    private static int calls(RedisServer node, String command) {
        Matcher calls = Pattern.compile("cmdstat_" + command + ":calls=(\\d+)").matcher(node.ask("INFO", "commandstats").text());
        return calls.find() ? Integer.parseInt(calls.group(1)) : 0;
    }

    private RedisNode node(Config config) {
        RedisNode node = new RedisNode(vertx, cluster.hosts(), config);
        open.add(node);
        soon().until(node::isConnected);
        soon().until(() -> node.subscriptions() == 3);
        return node;
    }
}
