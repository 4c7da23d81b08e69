package dev.beckon.channels.internal.pubsub;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.RawJson;
import dev.beckon.channels.TopicBroadcast;
import dev.beckon.channels.internal.pubsub.RedisNode.Listener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The contract of every {@link PubSub}, whatever is between the nodes. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
abstract class PubSubContract {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Names that a Redis Cluster might put into the wrong slot, and one of each kind that is used. */
    private static final List<String> TOPICS = List.of("lobby", "room:{1}", "}:{", "notifications:bob", "users_socket:bob", "a:b:c",
            "/disconnects", "/blocks", "room:ü 😀");

    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    /** The node at which tests publish. */
    abstract PubSub here();

    /** Another node, or the same one if there are no others. */
    abstract PubSub there();

    @AfterEach
    void stopThread() {
        thread.close();
    }

    @Test
    void a_broadcast_reaches_the_subscribers_of_its_topic_on_every_node() {
        List<Listener> near = TOPICS.stream().map(topic -> listen(here(), topic)).toList();
        List<Listener> far = TOPICS.stream().map(topic -> listen(there(), topic)).toList();

        for (String topic : TOPICS) {
            publish(topic, TOPICS.indexOf(topic), null);
        }

        for (int i = 0; i < TOPICS.size(); i++) {
            near.get(i).expect(text(i));
            far.get(i).expect(text(i));
        }
    }

    @Test
    void the_subscriber_that_it_comes_from_does_not_get_it() {
        Listener from = listen(here(), "t");
        Listener other = listen(there(), "t");

        publish("t", 1, from);
        publish("t", 2, null);

        other.expect(text(1), text(2));
        from.expect(text(2));
    }

    @Test
    void broadcasts_of_a_topic_arrive_in_order() {
        Listener other = listen(there(), "t");

        IntStream.range(0, 5_000).forEach(n -> publish("t", n, null));

        other.expect(IntStream.range(0, 5_000).mapToObj(PubSubContract::text).toArray(String[]::new));
    }

    @Test
    void a_subscriber_that_has_left_gets_nothing_and_others_do() {
        Listener left = listen(there(), "t");
        Listener stayed = listen(there(), "t");

        there().unsubscribe("t", left);
        publish("t", 1, null);

        stayed.expect(text(1));
        left.expect();
    }

    @Test
    void who_subscribes_again_and_again_ends_subscribed() {
        Listener listener = listener();
        for (int i = 0; i < 100; i++) {
            there().subscribe("t", listener);
            there().unsubscribe("t", listener);
        }

        there().subscribe("t", listener).await().atMost(PATIENCE);
        publish("t", 1, null);

        listener.expect(text(1));
    }

    @Test
    void what_is_published_for_one_node_stays_there() {
        Listener near = listen(here(), "t");

        here().publishLocal(broadcast("t", 1, null));

        near.expect(text(1));
        assertThat(near.received()).hasSize(1);
    }

    @Test
    void thousands_of_topics_are_subscribed_at_once() {
        List<Listener> listeners = IntStream.range(0, 5_000).mapToObj(_ -> listener()).toList();

        IntStream.range(0, 5_000).forEach(i -> there().subscribe("many:" + i, listeners.get(i)));
        there().subscribe("many:last", listener()).await().atMost(PATIENCE);
        soon().until(() -> {
            publish("many:4999", 1, null);
            return !listeners.get(4_999).received().isEmpty();
        });

        IntStream.range(0, 5_000).forEach(i -> there().unsubscribe("many:" + i, listeners.get(i)));
    }

    private Listener listen(PubSub node, String topic) {
        Listener listener = listener();
        node.subscribe(topic, listener).await().atMost(PATIENCE);
        return listener;
    }

    private Listener listener() {
        return new Listener(new RedisNode.ThreadLoop(thread), new CopyOnWriteArrayList<>());
    }

    private void publish(String topic, int number, @Nullable Listener from) {
        here().publish(broadcast(topic, number, from));
    }

    private static TopicBroadcast broadcast(String topic, int number, @Nullable Listener from) {
        return new TopicBroadcast(topic, "e", "", new RawJson(text(number)), from);
    }

    private static String text(int number) {
        return "{\"n\":" + number + "}";
    }
}
