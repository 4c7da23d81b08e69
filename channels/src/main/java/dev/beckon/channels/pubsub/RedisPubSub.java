package dev.beckon.channels.pubsub;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;

/**
 * Topics across nodes. This node's own subscribers are told directly; the others through Redis, on one connection for all
 * subscriptions of the node and one for publishing, so that order is kept. Redis is lossy: what is published while a
 * connection is down is not delivered later, and {@link #onMissed} says when a gap may have opened.
 *
 * <p>A subscription can die without a sign (quarkus #33418, #29830). So the node sends itself heartbeats through Redis, and
 * takes a new connection when they stop coming.
 */
public final class RedisPubSub implements PubSub, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RedisPubSub.class);
    private static final int MISSED_HEARTBEATS = 3;

    private final LocalPubSub local = new LocalPubSub();
    private final List<Runnable> onMissed = new CopyOnWriteArrayList<>();
    private final Vertx vertx;
    private final Context context;
    private final RedisConfig config;
    private final String node = UUID.randomUUID().toString();
    private final String heartbeatChannel;
    private final RedisSubscriptions subscriptions;
    private final RedisLink subscribing;
    private final RedisLink publishing;
    private final long heartbeatTimer;
    private long heartbeatNanos;

    public RedisPubSub(Vertx vertx, Redis redis, RedisConfig config) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.config = config;
        this.heartbeatChannel = config.prefix() + "/heartbeat/" + node;
        this.subscriptions = new RedisSubscriptions(
                context, config.subscribeBatch(), this::isWanted, () -> onMissed.forEach(Runnable::run));
        this.subscribing = new RedisLink(
                vertx, context, redis, config, "subscriptions", this::subscribe, subscriptions::stop);
        this.publishing = new RedisLink(vertx, context, redis, config, "publishing", _ -> {}, () -> {});
        this.heartbeatTimer = vertx.setPeriodic(config.heartbeat().toMillis(), _ -> context.runOnContext(_ -> beat()));
        context.runOnContext(_ -> {
            subscribing.open();
            publishing.open();
        });
    }

    @Override
    public Uni<Void> subscribe(String topic, Subscriber subscriber) {
        local.add(topic, subscriber);
        String channel = config.prefix() + topic;
        return Uni.createFrom().<Void>emitter(confirmed -> context.runOnContext(_ -> {
            subscriptions.changed(channel);
            subscriptions.await(channel, confirmed);
        })).ifNoItem().after(config.subscribeTimeout()).recoverWithItem((Void) null);
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
        String message = RedisMessage.of(broadcast, node).encode();
        context.runOnContext(_ -> send(config.prefix() + broadcast.topic(), message));
    }

    @Override
    public void onMissed(Runnable listener) {
        onMissed.add(listener);
    }

    /** Redis channels that Redis has confirmed, the heartbeat's included. For tests and metrics. */
    public Uni<Integer> subscriptionCount() {
        return Uni.createFrom().emitter(count -> context.runOnContext(_ -> count.complete(subscriptions.size())));
    }

    @Override
    public void close() {
        vertx.cancelTimer(heartbeatTimer);
        context.runOnContext(_ -> {
            subscribing.close();
            publishing.close();
            subscriptions.stop();
        });
    }

    private boolean isWanted(String channel) {
        return channel.equals(heartbeatChannel) || local.hasSubscribers(channel.substring(config.prefix().length()));
    }

    /** Every connection starts here, the first one too. */
    private void subscribe(RedisConnection connection) {
        heartbeatNanos = System.nanoTime();
        connection.handler(message -> context.runOnContext(_ -> received(message)));
        List<String> channels = new ArrayList<>();
        channels.add(heartbeatChannel);
        local.topics().forEach(topic -> channels.add(config.prefix() + topic));
        subscriptions.restart(connection, channels);
    }

    private void received(Response message) {
        if (message.type() != ResponseType.PUSH && message.type() != ResponseType.MULTI) {
            LOG.warnf("Redis answers the subscribing connection with %s", message.type());
            return;
        }
        String kind = message.get(0).toString();
        String channel = message.get(1).toString();
        switch (kind) {
            case "message" -> deliver(channel, message.get(2).toString());
            case "subscribe" -> subscriptions.confirmed(channel);
            default -> LOG.tracef("Redis says %s", kind);
        }
    }

    private void deliver(String channel, String content) {
        if (channel.equals(heartbeatChannel)) {
            heartbeatNanos = System.nanoTime();
            return;
        }
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

    private void beat() {
        if (subscribing.connection() != null) {
            long silentNanos = System.nanoTime() - heartbeatNanos;
            if (silentNanos > config.heartbeat().multipliedBy(MISSED_HEARTBEATS).toNanos()) {
                LOG.warn("The Redis subscription is silent; taking a new connection");
                subscribing.reopen();
            } else {
                send(heartbeatChannel, "");
            }
        }
    }

    /** At most once: while Redis is out of reach, other nodes do not hear of it. */
    private void send(String channel, String message) {
        RedisConnection connection = publishing.connection();
        if (connection != null) {
            connection.send(Request.cmd(Command.PUBLISH).arg(channel).arg(message))
                    .onFailure(e -> LOG.debugf("A broadcast did not reach Redis: %s", e.getMessage()));
        }
    }
}
