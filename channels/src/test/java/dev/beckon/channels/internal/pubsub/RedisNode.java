package dev.beckon.channels.internal.pubsub;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.RawJson;
import dev.beckon.channels.TopicBroadcast;
import dev.beckon.channels.internal.pubsub.PubSub.Subscriber;
import dev.beckon.netty.EventLoop;
import dev.beckon.redis.masters.RedisMasters;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** One node of a cluster, with its own Redis client and its own event loop for subscribers. */
public final class RedisNode implements AutoCloseable {

    /** The heartbeat, one a minute, never fires unless a test is about it: a busy machine may miss three, and then broadcasts. */
    public record Config(String prefix, int subscribeBatch, int maxQueuedBroadcasts, Duration connectTimeout,
            Duration subscribeTimeout, Duration heartbeat, Duration reconnectMin, Duration reconnectMax)
            implements RedisSettings {

        public static Config defaults() {
            return new Config("channels:", 500, 10_000, Duration.ofSeconds(1), Duration.ofSeconds(2),
                    Duration.ofMinutes(1), Duration.ofMillis(10), Duration.ofMillis(100));
        }

        Config withMaxQueuedBroadcasts(int bound) {
            return new Config(prefix, subscribeBatch, bound, connectTimeout, subscribeTimeout, heartbeat, reconnectMin,
                    reconnectMax);
        }

        Config withSubscribeTimeout(Duration timeout) {
            return new Config(prefix, subscribeBatch, maxQueuedBroadcasts, connectTimeout, timeout, heartbeat,
                    reconnectMin, reconnectMax);
        }

        /** As long as a subscription's. */
        @Override
        public Duration publishTimeout() {
            return subscribeTimeout;
        }

        /** A heartbeat so fast that tests need not wait long for three of them. */
        public Config beating() {
            return withHeartbeat(Duration.ofMillis(400));
        }

        private Config withHeartbeat(Duration period) {
            return new Config(prefix, subscribeBatch, maxQueuedBroadcasts, connectTimeout, subscribeTimeout, period,
                    reconnectMin, reconnectMax);
        }

        public Config withPrefix(String other) {
            return new Config(other, subscribeBatch, maxQueuedBroadcasts, connectTimeout, subscribeTimeout, heartbeat,
                    reconnectMin, reconnectMax);
        }
    }

    /** Keeps the payloads it gets, in order. */
    record Listener(EventLoop loop, List<String> received) implements Subscriber {

        @Override
        public void deliver(TopicBroadcast broadcast) {
            received.add(((RawJson) broadcast.payload()).text());
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        void expect(String... payloads) {
            soon().until(() -> received.size() >= payloads.length);
            assertThat(received).containsExactly(payloads);
        }
    }

    record ThreadLoop(ExecutorService thread) implements EventLoop {

        @Override
        public boolean isCurrent() {
            return false;
        }

        @Override
        public void execute(Runnable task) {
            thread.execute(task);
        }
    }

    public final RedisPubSub pubSub;
    final AtomicInteger missed = new AtomicInteger();
    private final ThreadLoop loop = new ThreadLoop(Executors.newSingleThreadExecutor());
    private final RedisMasters masters;

    /** @param url of a single Redis, or those of a cluster, separated by commas */
    public RedisNode(Vertx vertx, String url, Config config) {
        this(vertx, url.contains(",")
                ? RedisMasters.cluster(vertx, new RedisOptions().setEndpoints(List.of(url.split(","))))
                : RedisMasters.single(Redis.createClient(vertx, new RedisOptions().setConnectionString(url))), config);
    }

    RedisNode(Vertx vertx, Redis redis, Config config) {
        this(vertx, RedisMasters.single(redis), config);
    }

    private RedisNode(Vertx vertx, RedisMasters masters, Config config) {
        this.masters = masters;
        this.pubSub = new RedisPubSub(vertx, masters, config);
        pubSub.onMissed(missed::incrementAndGet);
    }

    public RedisNode connected() {
        soon().until(() -> isConnected() && subscriptions() > 0);
        return this;
    }

    /** @param missedBefore the value of {@link #missed} before the node lost its connections */
    void reconnected(int missedBefore) {
        soon().until(() -> missed.get() > missedBefore && isConnected());
    }

    boolean isConnected() {
        return pubSub.isConnected().await().atMost(Duration.ofSeconds(20));
    }

    /** Subscribes a listener and waits until Redis has confirmed it, or until that wait times out. */
    Listener listen(String topic) {
        Listener listener = listener();
        pubSub.subscribe(topic, listener).await().atMost(Duration.ofSeconds(20));
        return listener;
    }

    Listener listener() {
        return new Listener(loop, new CopyOnWriteArrayList<>());
    }

    /** Does not wait for the outcome, unless the caller does. */
    Uni<Integer> publish(String topic, String payload) {
        return pubSub.publish(new TopicBroadcast(topic, "e", "", new RawJson(payload), null));
    }

    int subscriptions() {
        return pubSub.subscriptionCount().await().atMost(Duration.ofSeconds(20));
    }

    /** Sends a command as an administrator types it. */
    static Response command(Redis redis, Command command, Object... args) {
        Request request = Request.cmd(command);
        for (Object arg : args) {
            request.arg(arg.toString());
        }
        try {
            return redis.send(request).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        pubSub.close();
        masters.close();
        loop.thread().close();
    }
}
