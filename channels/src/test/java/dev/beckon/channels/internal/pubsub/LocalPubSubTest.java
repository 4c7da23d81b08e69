package dev.beckon.channels.internal.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.channels.RawJson;
import dev.beckon.channels.TopicBroadcast;
import dev.beckon.channels.internal.protocol.Frame;
import dev.beckon.channels.internal.protocol.V1JsonSerializer;
import dev.beckon.channels.internal.protocol.V2JsonSerializer;
import dev.beckon.channels.internal.pubsub.PubSub.Subscriber;
import dev.beckon.netty.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LocalPubSubTest extends PubSubContract {

    /** A loop that runs its tasks when the test asks it to. */
    record ManualLoop(List<Runnable> tasks) implements EventLoop {

        @Override
        public boolean isCurrent() {
            return false;
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        void runAll() {
            tasks.forEach(Runnable::run);
            tasks.clear();
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    record Listener(EventLoop loop, List<TopicBroadcast> received) implements Subscriber {

        Listener(EventLoop loop) {
            this(loop, new ArrayList<>());
        }

        @Override
        public void deliver(TopicBroadcast broadcast) {
            received.add(broadcast);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    final LocalPubSub pubSub = new LocalPubSub();
    final ManualLoop loop = new ManualLoop(new ArrayList<>());
    final ManualLoop otherLoop = new ManualLoop(new ArrayList<>());

    @Override
    PubSub here() {
        return pubSub;
    }

    @Override
    PubSub there() {
        return pubSub;
    }

    @Test
    void a_broadcast_is_one_task_for_each_loop_that_has_subscribers() {
        List<Listener> listeners = List.of(new Listener(loop), new Listener(loop), new Listener(otherLoop));
        listeners.forEach(listener -> pubSub.subscribe("t", listener));

        pubSub.publish(broadcast("t", null));

        assertThat(loop.tasks()).hasSize(1);
        assertThat(otherLoop.tasks()).hasSize(1);
        loop.runAll();
        otherLoop.runAll();
        assertThat(listeners).allSatisfy(listener -> assertThat(listener.received()).hasSize(1));
    }

    @Test
    void every_subscriber_gets_the_same_frame() {
        V2JsonSerializer serializer = new V2JsonSerializer(new ObjectMapper());
        TopicBroadcast broadcast = broadcast("t", null);

        assertThat(broadcast.frame(serializer)).isSameAs(broadcast.frame(serializer));
        assertThat(broadcast.frame(serializer)).isEqualTo(new Frame.Text("[null,null,\"t\",\"e\",{}]"));
    }

    @Test
    void each_version_of_the_protocol_has_a_frame_of_its_own() {
        V1JsonSerializer v1 = new V1JsonSerializer(new ObjectMapper());
        V2JsonSerializer v2 = new V2JsonSerializer(new ObjectMapper());
        TopicBroadcast broadcast = broadcast("t", null);

        assertThat(broadcast.frame(v2)).isNotEqualTo(broadcast.frame(v1));
        assertThat(broadcast.frame(v1)).isSameAs(broadcast.frame(v1));
        assertThat(broadcast.frame(v2)).isSameAs(broadcast.frame(v2));
    }

    @Test
    void no_subscriber_receives_other_topics_or_what_it_sent_itself() {
        Listener sender = new Listener(loop);
        Listener elsewhere = new Listener(loop);
        pubSub.subscribe("t", sender);
        pubSub.subscribe("u", elsewhere);

        pubSub.publish(broadcast("t", sender));
        pubSub.publish(broadcast("nobody", null));
        loop.runAll();

        assertThat(sender.received()).isEmpty();
        assertThat(elsewhere.received()).isEmpty();
    }

    @Test
    void the_first_and_the_last_of_a_topic_are_distinguished_across_loops() {
        Listener a = new Listener(loop);
        Listener b = new Listener(otherLoop);

        assertThat(pubSub.add("t", a)).isTrue();
        assertThat(pubSub.add("t", a)).as("the same again").isFalse();
        assertThat(pubSub.add("t", b)).isFalse();
        assertThat(pubSub.remove("t", a)).isFalse();
        assertThat(pubSub.remove("t", a)).as("gone already").isFalse();
        assertThat(pubSub.remove("t", b)).isTrue();
        assertThat(pubSub.remove("t", b)).isFalse();
        assertThat(pubSub.topics()).isEmpty();
    }

    @Test
    void a_subscriber_that_unsubscribed_meanwhile_receives_nothing() {
        Listener listener = new Listener(loop);
        pubSub.subscribe("t", listener);
        pubSub.publish(broadcast("t", null));

        pubSub.unsubscribe("t", listener);
        loop.runAll();

        assertThat(listener.received()).isEmpty();
    }

    @Test
    void a_subscriber_that_throws_does_not_keep_it_from_the_others() {
        pubSub.subscribe("t", new Subscriber() {
            @Override
            public EventLoop loop() {
                return loop;
            }

            @Override
            public void deliver(TopicBroadcast broadcast) {
                throw new IllegalStateException("a bug");
            }
        });
        List<Listener> others = List.of(new Listener(loop), new Listener(loop), new Listener(loop));
        others.forEach(other -> pubSub.subscribe("t", other));

        pubSub.publish(broadcast("t", null));
        loop.runAll();

        assertThat(others).allSatisfy(other -> assertThat(other.received()).hasSize(1));
    }

    @Test
    void first_and_last_alternate_whatever_threads_do() throws Exception {
        int threads = 4;
        int rounds = 20_000;
        CountDownLatch done = new CountDownLatch(threads);
        int[] firsts = new int[threads];
        int[] lasts = new int[threads];
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (int thread = 0; thread < threads; thread++) {
                int own = thread;
                executor.execute(() -> {
                    Listener listener = new Listener(own % 2 == 0 ? loop : otherLoop);
                    for (int i = 0; i < rounds; i++) {
                        firsts[own] += pubSub.add("t", listener) ? 1 : 0;
                        lasts[own] += pubSub.remove("t", listener) ? 1 : 0;
                    }
                    done.countDown();
                });
            }
            done.await();
        }

        assertThat(firsts[0] + firsts[1] + firsts[2] + firsts[3]).isEqualTo(lasts[0] + lasts[1] + lasts[2] + lasts[3]);
        assertThat(pubSub.topics()).isEmpty();
    }

    static TopicBroadcast broadcast(String topic, @Nullable Subscriber from) {
        return new TopicBroadcast(topic, "e", "", RawJson.EMPTY, from);
    }
}
