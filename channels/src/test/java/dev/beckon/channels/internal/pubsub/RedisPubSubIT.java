package dev.beckon.channels.internal.pubsub;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.internal.pubsub.RedisNode.Config;
import dev.beckon.channels.internal.pubsub.RedisNode.Listener;
import dev.beckon.channels.lab.Recorder;
import dev.beckon.testservers.Await;
import dev.beckon.testservers.RedisServer;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one healthy real Redis; {@link RedisOutageIT} has the faults. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RedisPubSubIT extends PubSubContract {

    static Vertx vertx;
    static RedisServer server;
    static Redis admin;

    final List<RedisNode> nodes = new ArrayList<>();

    @BeforeAll
    static void start(@TempDir Path directory) {
        vertx = Vertx.vertx();
        server = RedisServer.start(directory);
        admin = Redis.createClient(vertx, new RedisOptions().setConnectionString(server.url()));
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.close();
    }

    @AfterEach
    void every_connection_is_closed_with_its_node() {
        nodes.forEach(RedisNode::close);
        soon().until(() -> clients("").size() == 1); // the administrator's connection
    }

    @Override
    PubSub here() {
        return nodes.size() > 0 ? nodes.getFirst().pubSub : node().pubSub;
    }

    @Override
    PubSub there() {
        here();
        return nodes.size() > 1 ? nodes.get(1).pubSub : node().pubSub;
    }

    @Test
    void a_broadcast_counts_the_nodes_that_have_subscribers() {
        RedisNode a = node();
        RedisNode b = node();
        a.listen("both");
        b.listen("both");
        b.listen("one");

        assertThat(a.publish("both", "{}").await().atMost(Await.SOON)).isEqualTo(2);
        assertThat(a.publish("one", "{}").await().atMost(Await.SOON)).isOne();
        assertThat(a.publish("none", "{}").await().atMost(Await.SOON)).isZero();
    }

    @Test
    void a_broadcast_reaches_both_nodes_and_its_own_only_once() {
        RedisNode a = node();
        RedisNode b = node();
        Listener atA = a.listen("t");
        Listener atB = b.listen("t");

        a.publish("t", "{\"n\":1}");
        atA.expect("{\"n\":1}");
        atB.expect("{\"n\":1}");
        b.publish("t", "{\"n\":2}"); // reaches A after the echo of the first message would

        atA.expect("{\"n\":1}", "{\"n\":2}");
        atB.expect("{\"n\":1}", "{\"n\":2}");
    }

    @Test
    void ten_thousand_broadcasts_at_once_arrive_in_order_and_none_is_dropped() {
        RedisNode a = node();
        Listener atB = node().listen("t");

        IntStream.range(0, 10_000).forEach(n -> a.publish("t", "{\"n\":" + n + "}"));

        atB.expect(IntStream.range(0, 10_000).mapToObj(n -> "{\"n\":" + n + "}").toArray(String[]::new));
        assertThat(a.pubSub.droppedCount()).isZero();
    }

    @Test
    void five_thousand_topics_at_once_are_subscribed_in_few_commands_on_one_connection() {
        RedisNode a = node();
        RedisNode b = node();
        RedisNode.command(admin, Command.CONFIG, "RESETSTAT");

        List<Listener> listeners = IntStream.range(0, 5_000).mapToObj(_ -> a.listener()).toList();
        IntStream.range(0, 5_000).forEach(i -> a.pubSub.subscribe("t" + i, listeners.get(i)));
        soon().until(() -> a.subscriptions() == 5_001); // one of them is the heartbeat's
        b.publish("t4999", "{}");

        listeners.get(4_999).expect("{}");
        assertThat(calls("subscribe")).isLessThan(100);
        assertThat(clients("TYPE", "pubsub")).as("one for each node").hasSize(2);

        IntStream.range(0, 5_000).forEach(i -> a.pubSub.unsubscribe("t" + i, listeners.get(i)));
        soon().until(() -> a.subscriptions() == 1);
        soon().until(() -> redisSubscribers("t4999") == 0);
        assertThat(calls("unsubscribe")).isLessThan(100);
    }

    @Test
    void a_further_subscriber_of_a_topic_waits_for_nothing_and_the_first_one_after_the_last_for_Redis() {
        RedisNode a = node();
        Listener first = a.listen("t");
        Listener second = a.listener();

        assertThat(a.pubSub.subscribe("t", second).subscribeAsCompletionStage()).isCompleted();
        a.pubSub.unsubscribe("t", first);
        a.pubSub.unsubscribe("t", second);
        soon().until(() -> a.subscriptions() == 1); // the heartbeat's subscription
        a.pubSub.subscribe("t", first).await().indefinitely();

        assertThat(redisSubscribers("t")).isEqualTo(1);
    }

    @Test
    void a_topic_is_unsubscribed_with_its_last_subscriber() {
        RedisNode a = node();
        RedisNode b = node();
        Listener first = a.listen("t");
        Listener second = a.listen("t");

        a.pubSub.unsubscribe("t", first);
        b.publish("t", "{}");
        second.expect("{}");
        first.expect();
        assertThat(redisSubscribers("t")).isEqualTo(1);
        a.pubSub.unsubscribe("t", second);

        soon().until(() -> redisSubscribers("t") == 0);
    }

    @Test
    void subscribing_and_unsubscribing_in_quick_turns_ends_in_the_last_state() {
        RedisNode a = node();
        RedisNode b = node();
        Listener kept = a.listener();
        Listener gone = a.listener();

        for (int i = 0; i < 1_000; i++) {
            a.pubSub.subscribe("kept", kept);
            a.pubSub.subscribe("gone", gone);
            a.pubSub.unsubscribe("kept", kept);
            a.pubSub.unsubscribe("gone", gone);
        }
        a.pubSub.subscribe("kept", kept).await().indefinitely();
        b.publish("gone", "{}");
        b.publish("kept", "{}");

        kept.expect("{}");
        soon().until(() -> redisSubscribers("gone") == 0);
        assertThat(redisSubscribers("kept")).isEqualTo(1);
        assertThat(a.subscriptions()).isEqualTo(2);
    }

    /** Checks the documented form: {@code event TAB origin TAB headers LF payload}. */
    @Test
    void any_program_may_publish() {
        Listener listener = node().listen("t");

        RedisNode.command(admin, Command.PUBLISH, "channels:t", "new_msg\t\t\n{\"body\":\"ö😀\"}");

        listener.expect("{\"body\":\"ö😀\"}");
    }

    @Test
    void a_message_of_another_form_is_dropped_with_one_line_that_does_not_repeat_it() {
        Listener listener = node().listen("t");

        try (Recorder recorder = new Recorder("dev.beckon.channels.internal.pubsub")) {
            RedisNode.command(admin, Command.PUBLISH, "channels:t", "s3cr3t");
            RedisNode.command(admin, Command.PUBLISH, "channels:t", "e\u0001\t\t\n{}");
            RedisNode.command(admin, Command.PUBLISH, "channels:t", "e\t\t\n{}");
            listener.expect("{}");

            assertThat(recorder.lines()).hasSize(2).allMatch(line -> line.contains("is dropped"))
                    .noneMatch(line -> line.contains("s3cr3t"));
        }
    }

    @Test
    void systems_with_different_prefixes_do_not_hear_each_other() {
        Config other = Config.defaults().withPrefix("other:");
        Listener listener = node().listen("t");
        Listener otherListener = add(new RedisNode(vertx, server.url(), other)).connected().listen("t");

        add(new RedisNode(vertx, server.url(), other)).connected().publish("t", "{\"from\":\"other\"}");
        otherListener.expect("{\"from\":\"other\"}");
        node().publish("t", "{\"from\":\"same\"}");

        listener.expect("{\"from\":\"same\"}");
    }

    @Test
    void a_subscription_that_Redis_refuses_holds_up_no_other() {
        RedisNode.command(admin, Command.ACL, "SETUSER", "gateway", "on", "nopass", "+@all", "resetchannels",
                "&channels:/heartbeat/*", "&channels:allowed");
        RedisNode a = add(new RedisNode(
                vertx, server.url().replace("redis://", "redis://gateway:any@"), Config.defaults())).connected();
        Listener refused = a.listener();
        a.pubSub.subscribe("refused", refused);
        soon().until(() -> a.subscriptions() == 1);

        Listener allowed = a.listen("allowed");
        RedisNode.command(admin, Command.PUBLISH, "channels:allowed", "e\t\t\n{}");

        allowed.expect("{}");
    }

    private RedisNode node() {
        return add(new RedisNode(vertx, server.url(), Config.defaults())).connected();
    }

    private RedisNode add(RedisNode node) {
        nodes.add(node);
        return node;
    }

    private static List<String> clients(Object... filter) {
        Object[] args = filter.length == 1 ? new Object[] {"LIST"} : new Object[] {"LIST", filter[0], filter[1]};
        return RedisNode.command(admin, Command.CLIENT, args).toString().lines().toList();
    }

    private static int redisSubscribers(String topic) {
        return RedisNode.command(admin, Command.PUBSUB, "NUMSUB", "channels:" + topic).get("channels:" + topic).toInteger();
    }

    private static int calls(String command) {
        String stats = RedisNode.command(admin, Command.INFO, "commandstats").toString();
        Matcher calls = Pattern.compile("cmdstat_" + command + ":calls=(\\d+)").matcher(stats);
        return calls.find() ? Integer.parseInt(calls.group(1)) : 0;
    }
}
