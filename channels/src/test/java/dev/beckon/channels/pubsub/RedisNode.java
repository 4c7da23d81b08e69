package dev.beckon.channels.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.lab.Waiting;
import dev.beckon.channels.protocol.RawJson;
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

/** One node of a cluster, with its own client and its own event loop for subscribers. */
public final class RedisNode implements AutoCloseable {

    /** Its heartbeat is silent unless a test is about it: a busy machine may miss three, and then broadcasts. */
    public record Config(String prefix, int subscribeBatch, int maxQueuedBroadcasts, Duration connectTimeout,
            Duration subscribeTimeout, Duration heartbeat, Duration reconnectMin, Duration reconnectMax)
            implements RedisConfig {

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

        /** So fast that tests need not wait long for what takes three heartbeats. */
        public Config beating() {
            return withHeartbeat(Duration.ofMillis(400));
        }

        private Config withHeartbeat(Duration period) {
            return new Config(prefix, subscribeBatch, maxQueuedBroadcasts, connectTimeout, subscribeTimeout, period,
                    reconnectMin, reconnectMax);
        }

        Config withPrefix(String other) {
            return new Config(other, subscribeBatch, maxQueuedBroadcasts, connectTimeout, subscribeTimeout, heartbeat,
                    reconnectMin, reconnectMax);
        }

        @Override
        public boolean enabled() {
            return true;
        }
    }

    /** Keeps the payloads it hears, in order. */
    record Listener(EventLoop loop, List<String> heard) implements Subscriber {

        @Override
        public void deliver(TopicBroadcast broadcast) {
            heard.add(((RawJson) broadcast.payload()).text());
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
            Waiting.until(() -> heard.size() >= payloads.length);
            assertThat(heard).containsExactly(payloads);
        }
    }

    private record ThreadLoop(ExecutorService thread) implements EventLoop {

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
    private final Redis redis;

    public RedisNode(Vertx vertx, String url, Config config) {
        this.redis = Redis.createClient(vertx, new RedisOptions().setConnectionString(url));
        this.pubSub = new RedisPubSub(vertx, redis, config);
        pubSub.onMissed(missed::incrementAndGet);
    }

    public RedisNode connected() {
        Waiting.until(() -> isConnected() && subscriptions() > 0);
        return this;
    }

    /** @param missedBefore what {@link #missed} was before it lost its connections */
    void reconnected(int missedBefore) {
        Waiting.until(() -> missed.get() > missedBefore && isConnected());
    }

    boolean isConnected() {
        return pubSub.isConnected().await().atMost(Duration.ofSeconds(20));
    }

    /** Subscribes a listener and waits until Redis has confirmed it, or the wait for that is over. */
    Listener listen(String topic) {
        Listener listener = listener();
        pubSub.subscribe(topic, listener).await().atMost(Duration.ofSeconds(20));
        return listener;
    }

    Listener listener() {
        return new Listener(loop, new CopyOnWriteArrayList<>());
    }

    void publish(String topic, String payload) {
        pubSub.publish(new TopicBroadcast(topic, "e", "", new RawJson(payload), null));
    }

    int subscriptions() {
        return pubSub.subscriptionCount().await().atMost(Duration.ofSeconds(20));
    }

    /** What an administrator types. */
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
        loop.thread().close();
    }
}
