package dev.beckon.channels.pubsub;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Topics across nodes. This node's own subscribers are told directly; the others through Redis, on one connection for all
 * subscriptions of the node and one for publishing, so that order is kept. Redis is lossy: what is published while a
 * connection is down is not delivered later, and {@link #onMissed} says when a gap may have opened. Thread-safe.
 */
public final class RedisPubSub implements PubSub, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RedisPubSub.class);

    private static final Uni<Void> DONE = Uni.createFrom().voidItem();

    private final LocalPubSub local = new LocalPubSub();
    private final List<Runnable> onMissed = new CopyOnWriteArrayList<>();
    private final Vertx vertx;
    private final ContextInternal context;
    private final RedisConfig config;
    private final String node = UUID.randomUUID().toString();
    private final RedisSubscriptions subscriptions;
    private final RedisPublisher publisher;
    private final RedisLink subscribing;
    private final RedisLink publishing;
    private final RedisHeartbeat heartbeat;
    private final LongAdder received = new LongAdder();
    private final long heartbeatTimer;

    public RedisPubSub(Vertx vertx, Redis redis, RedisConfig config) {
        this.vertx = vertx;
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.config = config;
        this.subscriptions = new RedisSubscriptions(
                context, config.subscribeBatch(), this::isWanted, () -> onMissed.forEach(Runnable::run));
        this.publisher = new RedisPublisher(context, config.maxQueuedBroadcasts());
        this.subscribing = new RedisLink(
                vertx, context, redis, config, "subscriptions", this::subscribe, subscriptions::stop);
        this.publishing = new RedisLink(
                vertx, context, redis, config, "publishing", publisher::start, publisher::stop);
        this.heartbeat = new RedisHeartbeat(config.prefix() + "/heartbeat/" + node, subscribing, publishing);
        this.heartbeatTimer = vertx.setPeriodic(
                config.heartbeat().toMillis(), _ -> context.runOnContext(_ -> heartbeat.beat()));
        context.runOnContext(_ -> {
            subscribing.open();
            publishing.open();
        });
    }

    @Override
    public Uni<Void> subscribe(String topic, Subscriber subscriber) {
        local.add(topic, subscriber);
        String channel = config.prefix() + topic;
        if (subscriptions.isConfirmed(channel)) {
            return DONE; // as for most members of a room
        }
        Promise<Void> confirmed = Promise.promise();
        context.runOnContext(_ -> {
            subscriptions.changed(channel);
            subscriptions.await(channel, confirmed);
        });
        return Uni.createFrom().completionStage(confirmed.future().toCompletionStage())
                .ifNoItem().after(config.subscribeTimeout()).recoverWithItem((Void) null);
    }

    @Override
    public void unsubscribe(String topic, Subscriber subscriber) {
        if (local.remove(topic, subscriber)) {
            context.runOnContext(_ -> subscriptions.changed(config.prefix() + topic));
        }
    }

    @Override
    public void publish(TopicBroadcast broadcast) {
        local.publish(broadcast);
        publisher.publish(config.prefix() + broadcast.topic(), RedisMessage.of(broadcast, node).encode());
    }

    @Override
    public void publishLocal(TopicBroadcast broadcast) {
        local.publish(broadcast);
    }

    @Override
    public void onMissed(Runnable listener) {
        onMissed.add(listener);
    }

    /** Redis channels that Redis has confirmed, the heartbeat's included. For tests and metrics. */
    public Uni<Integer> subscriptionCount() {
        return Uni.createFrom().emitter(count -> context.runOnContext(_ -> count.complete(subscriptions.size())));
    }

    /** Whether broadcasts go out to other nodes and come in from them, as far as this node knows. */
    public Uni<Boolean> isConnected() {
        return Uni.createFrom().emitter(connected -> context.runOnContext(_ -> connected.complete(
                subscribing.connection() != null && publishing.connection() != null)));
    }

    /** As {@link #subscriptionCount}, without waiting for what is under way. */
    public int subscriptions() {
        return subscriptions.size();
    }

    /** Of the two connections to Redis those that are up: one for subscriptions, one for publishing. */
    public int connections() {
        return (subscribing.connection() == null ? 0 : 1) + (publishing.connection() == null ? 0 : 1);
    }

    /** Messages on this node's subscriptions since the start, without heartbeats. */
    public long receivedCount() {
        return received.sum();
    }

    /** Broadcasts that other nodes were not told of, since the start. */
    public long droppedCount() {
        return publisher.dropped();
    }

    @Override
    public void close() {
        vertx.cancelTimer(heartbeatTimer);
        context.runOnContext(_ -> {
            subscribing.close();
            publishing.close();
            subscriptions.stop();
            publisher.stop();
        });
    }

    /** Topics with subscribers on this node; a snapshot. */
    Set<String> topics() {
        return local.topics();
    }

    private boolean isWanted(String channel) {
        return channel.equals(heartbeat.channel()) || local.hasSubscribers(channel.substring(config.prefix().length()));
    }

    /** Every connection starts here, the first one too. */
    private void subscribe(RedisConnection connection) {
        connection.handler(message -> context.emit(message, one -> received(connection, one))); // at once, if on its thread
        List<String> channels = new ArrayList<>();
        channels.add(heartbeat.channel());
        local.topics().forEach(topic -> channels.add(config.prefix() + topic));
        subscriptions.restart(connection, channels);
    }

    /** What a connection still says after it was given up must not be taken for the word of its successor. */
    private void received(RedisConnection by, @Nullable Response message) {
        if (by != subscribing.connection() || message == null) {
            return;
        }
        if (message.type() != ResponseType.PUSH && message.type() != ResponseType.MULTI) {
            LOG.warnf("Redis answers the subscribing connection: %s", message);
            subscriptions.refused();
            return;
        }
        String kind = message.get(0).toString();
        String channel = message.get(1).toString();
        switch (kind) {
            case "message" -> deliver(channel, message.get(2).toString());
            case "subscribe" -> subscriptions.subscribed(channel);
            case "unsubscribe" -> subscriptions.unsubscribed();
            default -> LOG.tracef("Redis says %s", kind);
        }
    }

    private void deliver(String channel, String content) {
        if (channel.equals(heartbeat.channel())) {
            heartbeat.cameBack();
            return;
        }
        received.increment();
        String topic = channel.substring(config.prefix().length());
        try {
            RedisMessage message = RedisMessage.decode(content);
            if (!message.origin().equals(node)) {
                local.publish(message.toBroadcast(topic));
            }
        } catch (IllegalArgumentException e) {
            LOG.warnf("A message on the Redis channel of topic %s is dropped: %s", topic, e.getMessage());
        }
    }
}
