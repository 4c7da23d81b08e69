package dev.beckon.channels.internal.pubsub;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.beckon.channels.NotPublishedException;
import dev.beckon.channels.internal.pubsub.RedisNode.Config;
import dev.beckon.channels.internal.pubsub.RedisNode.Listener;
import dev.beckon.channels.lab.Recorder;
import dev.beckon.testservers.Await;
import dev.beckon.testservers.RedisServer;
import dev.beckon.testservers.TcpProxy;
import dev.beckon.testservers.TcpProxy.Mode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes while a real Redis is down, slow or silent, and after it is back. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RedisOutageIT {

    final Vertx vertx = Vertx.vertx();
    final List<AutoCloseable> open = new ArrayList<>();
    RedisServer server;
    String pid;

    @BeforeEach
    void start(@TempDir Path directory) {
        server = RedisServer.start(directory);
        pid = RedisNode.command(admin(), Command.INFO, "server").toString().lines()
                .filter(line -> line.startsWith("process_id:")).findFirst().orElseThrow().substring(11).strip();
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
    void after_a_restart_everything_is_subscribed_again_and_onMissed_runs() {
        RedisNode a = node(Config.defaults()).connected();
        RedisNode b = node(Config.defaults()).connected();
        List<Listener> listeners = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) { // more than two batches
            listeners.add(a.listener());
            a.pubSub.subscribe("t" + i, listeners.get(i));
        }
        soon().until(() -> a.subscriptions() == 1_201);
        int missedAtA = a.missed.get();
        int missedAtB = b.missed.get();

        server.stop();
        soon().until(() -> !a.isConnected());
        // otherwise a later join would assume that Redis has confirmed the subscription
        soon().until(() -> a.subscriptions() == 0);
        a.publish("t0", "{\"only\":\"here\"}");
        listeners.getFirst().expect("{\"only\":\"here\"}");
        server.start();
        a.reconnected(missedAtA);
        b.reconnected(missedAtB);
        b.publish("t0", "{\"n\":0}");
        b.publish("t1199", "{\"n\":1199}");

        listeners.getFirst().expect("{\"only\":\"here\"}", "{\"n\":0}");
        listeners.getLast().expect("{\"n\":1199}");
        assertThat(a.subscriptions()).isEqualTo(1_201);
        assertThat(a.pubSub.droppedCount()).isEqualTo(1);
    }

    @Test
    void a_subscribing_connection_that_is_killed_is_replaced() {
        RedisNode a = node(Config.defaults()).connected();
        RedisNode b = node(Config.defaults()).connected();
        Listener listener = a.listen("t");
        int missed = a.missed.get();

        RedisNode.command(admin(), Command.CLIENT, "KILL", "TYPE", "pubsub");
        a.reconnected(missed);
        b.publish("t", "{}");

        listener.expect("{}");
    }

    @Test
    void connections_that_fall_silent_are_replaced_after_three_heartbeats() throws Exception {
        TcpProxy network = add(TcpProxy.before(server.port()));
        RedisNode a = add(new RedisNode(vertx, url(network), Config.defaults().beating())).connected();
        RedisNode b = node(Config.defaults()).connected();
        Listener atA = a.listen("t");
        Listener atB = b.listen("t");
        int missed = a.missed.get();

        network.set(Mode.SWALLOW);
        network.set(Mode.PASS);
        a.reconnected(missed);
        b.publish("t", "{\"from\":\"b\"}");
        atA.expect("{\"from\":\"b\"}");
        a.publish("t", "{\"from\":\"a\"}");

        atB.expect("{\"from\":\"b\"}", "{\"from\":\"a\"}");
    }

    @Test
    void a_Redis_that_takes_connections_and_says_nothing_is_tried_again_until_it_speaks() throws Exception {
        TcpProxy network = add(TcpProxy.before(server.port()));
        network.set(Mode.SWALLOW);
        RedisNode a = add(new RedisNode(vertx, url(network), Config.defaults()));
        soon().until(() -> network.taken().getFirst() >= 3); // more connections than the two at the start

        network.set(Mode.PASS);

        a.connected();
    }

    @Test
    void a_Redis_that_stands_still_for_a_while_is_found_again() throws Exception {
        RedisNode a = node(Config.defaults().beating()).connected();
        RedisNode b = node(Config.defaults()).connected();
        Listener listener = a.listen("t");
        int missed = a.missed.get();

        signal("STOP");
        soon().until(() -> !a.isConnected()); // three heartbeats later
        signal("CONT");
        a.reconnected(missed);
        b.publish("t", "{}"); // b's connections have survived it

        listener.expect("{}");
    }

    @Test
    void without_a_Redis_a_node_works_alone_and_joins_the_others_later() {
        server.stop();
        RedisNode a = node(patient());
        RedisNode b = node(patient());

        Listener listener = a.listen("t"); // the node does not wait for a Redis that it has found unreachable
        a.publish("t", "{\"n\":1}");
        listener.expect("{\"n\":1}");
        server.start();
        a.connected();
        b.connected();
        b.publish("t", "{\"n\":2}");

        listener.expect("{\"n\":1}", "{\"n\":2}");
    }

    @Test
    void a_subscription_waits_for_Redis_but_not_longer_than_configured() throws Exception {
        Duration timeout = Duration.ofMillis(300);
        RedisNode a = node(Config.defaults().withSubscribeTimeout(timeout)).connected();
        signal("STOP");
        long start = System.nanoTime();

        Listener listener = a.listen("t");

        Duration waited = Duration.ofNanos(System.nanoTime() - start);
        assertThat(waited).isGreaterThanOrEqualTo(timeout);
        a.publish("t", "{}");
        listener.expect("{}");
        signal("CONT");
    }

    @Test
    void a_broadcast_without_a_Redis_reaches_this_node_alone_and_fails_at_once() {
        RedisNode a = node(patient()).connected();
        Listener here = a.listen("t");
        server.stop();
        soon().until(() -> !a.isConnected());

        assertNotPublished(a.publish("t", "{}"), false);
        here.expect("{}");

        server.start();
        soon().until(() -> a.isConnected() && a.subscriptions() == 2);
        assertThat(a.publish("t", "{}").await().atMost(Await.SOON)).isOne();
    }

    @Test
    void a_broadcast_that_Redis_does_not_answer_is_ambiguous_after_the_timeout_and_may_still_arrive() throws Exception {
        RedisNode a = node(Config.defaults().withSubscribeTimeout(Duration.ofMillis(300))).connected();
        RedisNode b = node(Config.defaults()).connected();
        Listener atB = b.listen("t");

        signal("STOP");
        assertNotPublished(a.publish("t", "{}"), true);
        signal("CONT");

        atB.expect("{}");
    }

    @Test
    void a_broadcast_on_a_connection_that_ends_before_the_answer_is_ambiguous_without_waiting() throws Exception {
        RedisNode a = node(patient()).connected();

        signal("STOP");
        Uni<Integer> nodes = a.publish("t", "{}");
        CompletableFuture<Integer> outcome = nodes.subscribeAsCompletionStage();
        signal("KILL");

        assertNotPublished(Uni.createFrom().completionStage(outcome), true);
    }

    @Test
    void a_broadcast_beyond_the_bound_fails_at_once() throws Exception {
        RedisNode a = node(patient().withMaxQueuedBroadcasts(1)).connected();

        signal("STOP");
        a.publish("t", "{}");

        assertNotPublished(a.publish("t", "{}"), false);
        signal("CONT");
    }

    /** A node that never stops waiting for Redis. */
    private static Config patient() {
        return Config.defaults().withSubscribeTimeout(Duration.ofHours(1));
    }

    private static void assertNotPublished(Uni<Integer> outcome, boolean ambiguous) {
        assertThatExceptionOfType(NotPublishedException.class).isThrownBy(() -> outcome.await().atMost(Await.SOON))
                .returns(ambiguous, NotPublishedException::isAmbiguous);
    }

    @Test
    void ten_broadcasts_may_wait_for_Redis_and_one_more_is_dropped_which_is_logged_once() throws Exception {
        RedisNode a = node(Config.defaults().withMaxQueuedBroadcasts(10)).connected();
        RedisNode b = node(Config.defaults()).connected();
        Listener atB = b.listen("t");

        try (Recorder recorder = new Recorder("dev.beckon.channels.internal.pubsub")) {
            signal("STOP");
            for (int n = 0; n < 10; n++) {
                a.publish("t", "{\"n\":" + n + "}");
            }
            assertThat(a.pubSub.droppedCount()).isZero();
            for (int n = 10; n < 1_000; n++) {
                a.publish("t", "{\"n\":" + n + "}");
            }
            assertThat(a.pubSub.droppedCount()).isEqualTo(990);
            signal("CONT");

            atB.expect("{\"n\":0}", "{\"n\":1}", "{\"n\":2}", "{\"n\":3}", "{\"n\":4}", "{\"n\":5}", "{\"n\":6}", "{\"n\":7}",
                    "{\"n\":8}", "{\"n\":9}");
            soon().until(() -> recorder.lines().size() >= 2);
            assertThat(recorder.lines()).hasSize(2)
                    .first().asString().contains("more than 10 wait");
            assertThat(recorder.lines().getLast()).contains("990 broadcasts were dropped");
        }
    }

    /** More commands than the client's 2,048 waiting handlers; the client would refuse the excess. */
    @Test
    void what_was_published_while_Redis_stood_still_arrives_in_order() throws Exception {
        RedisNode a = node(Config.defaults()).connected();
        RedisNode b = node(Config.defaults()).connected();
        Listener atB = b.listen("t");

        signal("STOP");
        IntStream.range(0, 5_000).forEach(n -> a.publish("t", "{\"n\":" + n + "}"));
        signal("CONT");

        atB.expect(IntStream.range(0, 5_000).mapToObj(n -> "{\"n\":" + n + "}").toArray(String[]::new));
        assertThat(a.pubSub.droppedCount()).isZero();
    }

    /** Without a check the pool hands the dead connection out again. */
    @Test
    void a_link_that_is_opened_again_has_another_connection() throws Exception {
        TcpProxy network = add(TcpProxy.before(server.port()));
        Redis redis = Redis.createClient(vertx, new RedisOptions().setConnectionString(url(network)));
        Context context = ((VertxInternal) vertx).createEventLoopContext();
        BlockingQueue<RedisConnection> opened = new LinkedBlockingQueue<>();
        RedisLink link = new RedisLink(vertx, context, redis, Config.defaults(), "test", opened::add, () -> {});
        context.runOnContext(_ -> link.open());
        ping(opened.take());
        network.set(Mode.SWALLOW);
        network.set(Mode.PASS);

        context.runOnContext(_ -> link.reopen());

        ping(opened.take());
    }

    private static void ping(RedisConnection connection) throws Exception {
        connection.send(Request.cmd(Command.PING)).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private RedisNode node(Config config) {
        return add(new RedisNode(vertx, server.url(), config));
    }

    private Redis admin() {
        return Redis.createClient(vertx, new RedisOptions().setConnectionString(server.url()));
    }

    private <T extends AutoCloseable> T add(T closeable) {
        open.add(closeable);
        return closeable;
    }

    /** SIGSTOP and SIGCONT: the process keeps its connections and takes new ones, but does nothing. */
    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor();
    }

    private static String url(TcpProxy network) {
        return "redis://127.0.0.1:" + network.port();
    }
}
