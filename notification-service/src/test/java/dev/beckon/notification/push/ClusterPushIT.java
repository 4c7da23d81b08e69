package dev.beckon.notification.push;

import static dev.beckon.testservers.Await.soon;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.InboxFrame;
import dev.beckon.redis.RedisPrefix;
import dev.beckon.redis.RedisSlot;
import dev.beckon.redis.masters.RedisMasters;
import dev.beckon.testservers.RedisAnswer;
import dev.beckon.testservers.RedisCluster;
import dev.beckon.testservers.RedisServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisOptions;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames on a real Redis Cluster, one of whose masters is away or loses a slot. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ClusterPushIT {

    static final RedisPrefix PREFIX = new RedisPrefix("beckon:", true);
    static final List<String> USERS = IntStream.range(0, 300).mapToObj(n -> "user-" + n).toList();
    static final UUID EPOCH = UUID.randomUUID();
    static final Duration PATIENCE = Duration.ofSeconds(2);

    final Vertx vertx = Vertx.vertx();
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final List<Listener> listeners = new ArrayList<>();
    RedisCluster cluster;
    RedisMasters masters;
    RedisPush push;

    @BeforeEach
    void start(@TempDir Path directory) {
        cluster = RedisCluster.start(directory, 3);
        masters = RedisMasters.cluster(vertx, new RedisOptions().setEndpoints(List.of(cluster.hosts().split(","))));
        push = new RedisPush(masters, new RedisPush.Config() {

            @Override
            public Duration mentionPatience() {
                return PATIENCE;
            }

            @Override
            public Duration changePatience() {
                return Duration.ofMillis(250);
            }
        }, metrics, PREFIX.text(), InboxFrame.TOPIC_PREFIX);
        for (RedisServer node : cluster.nodes()) {
            listeners.add(new Listener(node, USERS.stream().map(ClusterPushIT::channel).filter(channel -> at(node, channel)).toList()));
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (Listener listener : listeners) {
            listener.socket.close();
        }
        masters.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        cluster.close();
    }

    @Test
    void each_user_gets_frames_in_order_at_the_master_of_the_slot() {
        publish(10);

        for (int i = 0; i < 3; i++) {
            Listener listener = listeners.get(i);
            RedisServer node = cluster.nodes().get(i);
            List<String> expected = frames(10).stream().filter(frame -> at(node, channel(frame.user())))
                    .map(frame -> channel(frame.user()) + " " + frame.revisions().rev()).toList();
            soon().until(() -> listener.received.size() == expected.size());
            assertThat(listener.received).containsExactlyElementsOf(expected);
        }
        assertThat(count("beckon.frames.published")).isEqualTo(3_000);
    }

    @Test
    void a_master_that_is_down_holds_up_only_its_own_frames_and_later_nothing() {
        RedisServer down = cluster.nodes().get(1);
        long its = USERS.stream().filter(user -> at(down, channel(user))).count();
        publish(1);
        down.kill();

        Duration first = publish(1);
        assertThat(count("beckon.frames.published")).isEqualTo(2 * 300 - its);
        assertThat(count("beckon.publish.abandoned")).isEqualTo(its);
        Duration second = publish(1);

        assertThat(first).as("tries for its patience").isGreaterThan(PATIENCE.dividedBy(2));
        assertThat(second).as("does not wait for what is known to be away").isLessThan(PATIENCE.dividedBy(4));
        down.start();
        soon().until(() -> {
            double before = count("beckon.frames.published");
            publish(1);
            return count("beckon.frames.published") == before + 300;
        });
    }

    @Test
    void frames_for_others_go_out_at_once_while_a_master_stands_still() {
        RedisServer paused = cluster.nodes().getFirst();
        publish(1);
        paused.pause();
        long start = System.nanoTime();
        var publishing = push.publishMentions(frames(1)).subscribeAsCompletionStage();

        soon().until(() -> listeners.get(1).received.size() == channels(1) * 2 && listeners.get(2).received.size() == channels(2) * 2);
        Duration others = Duration.ofNanos(System.nanoTime() - start);
        publishing.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
        Duration all = Duration.ofNanos(System.nanoTime() - start);
        Duration next = publish(1);
        paused.resume();

        assertThat(others).isLessThan(Duration.ofMillis(900));
        assertThat(all).isGreaterThan(PATIENCE.dividedBy(2));
        assertThat(next).isLessThan(Duration.ofMillis(500));
    }

    @Test
    void a_slot_that_has_moved_loses_no_frame() {
        publish(1);
        String user = USERS.getFirst();
        int slot = RedisSlot.of(channel(user));
        RedisServer to = cluster.nodes().stream().filter(node -> node != cluster.master(slot)).findFirst().orElseThrow();

        cluster.migrate(slot, to);
        publish(2);

        assertThat(count("beckon.publish.abandoned")).isZero();
        assertThat(masters.of(channel(user)).address()).endsWith(":" + to.port());
    }

    /** @return how long it took */
    private Duration publish(int rounds) {
        long start = System.nanoTime();
        push.publishMentions(frames(rounds)).await().atMost(Duration.ofSeconds(20));
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static List<InboxFrame> frames(int rounds) {
        return IntStream.rangeClosed(1, rounds).boxed()
                .flatMap(rev -> USERS.stream().map(user -> InboxFrame.stale(user, rev, EPOCH))).toList();
    }

    private double count(String counter) {
        return metrics.get(counter).counter().count();
    }

    private long channels(int node) {
        return USERS.stream().filter(user -> at(cluster.nodes().get(node), channel(user))).count();
    }

    private static String channel(String user) {
        return PREFIX.channel(InboxFrame.TOPIC_PREFIX + user);
    }

    /** By the equal ranges of slots with which the cluster starts. */
    private boolean at(RedisServer node, String channel) {
        return (RedisSlot.of(channel) * 3 + 2) / RedisCluster.SLOTS == cluster.nodes().indexOf(node);
    }

    /** Subscribes to channels at one master, and keeps channel and revision of each frame. */
    private static final class Listener {

        final Socket socket;
        final Queue<String> received = new ConcurrentLinkedQueue<>();

        Listener(RedisServer node, List<String> channels) {
            try {
                socket = new Socket("127.0.0.1", node.port());
                for (String channel : channels) {
                    socket.getOutputStream().write(("SSUBSCRIBE " + channel + "\r\n").getBytes(UTF_8));
                }
                InputStream in = new BufferedInputStream(socket.getInputStream());
                for (int i = 0; i < channels.size(); i++) {
                    RedisAnswer.read(in);
                }
                Thread.ofVirtual().start(() -> listen(in));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void listen(InputStream in) {
            try {
                while (true) {
                    List<RedisAnswer> push = RedisAnswer.read(in).items();
                    String header = push.get(2).text().lines().findFirst().orElseThrow();
                    received.add(push.get(1).text() + " " + header.split("\t")[2].split(" ")[1]);
                }
            } catch (IOException e) {
                // closed
            }
        }
    }
}
