package dev.beckon.channels.internal.pubsub;

import dev.beckon.netty.VertxLoop;
import dev.beckon.redis.RedisPrefix;
import dev.beckon.redis.RedisTag;
import dev.beckon.redis.masters.RedisMaster;
import dev.beckon.redis.masters.RedisMasters;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * This node's connections to one master: one for its subscriptions there and one for publishing, with the heartbeat that checks
 * both. Confined to one Vert.x context, except for the methods that name any thread.
 */
final class MasterConnections {

    private static final Logger LOG = Logger.getLogger(MasterConnections.class);

    private final RedisMaster master;
    private final RedisMasters masters;
    private final RedisPrefix prefix;
    private final Node node;
    private final RedisPublisher publisher;
    private final RedisSubscriptions subscriptions;
    private final RedisLink subscribing;
    private final RedisLink publishing;
    private final RedisHeartbeat heartbeat;

    /** What the connections need of the node that they belong to. */
    interface Node {

        String id();

        VertxLoop loop();

        /** Whether a topic has a subscriber on this node. Any thread. */
        boolean hasSubscribers(String topic);

        /** The channels at {@code master} of topics that have subscribers on this node. */
        List<String> channels(RedisMaster master);

        void deliver(String channel, String content);

        /** Messages arrive again after some may have been missed. */
        void restored();
    }

    MasterConnections(RedisMaster master, RedisMasters masters, Node node, RedisPublisher publisher, RedisSettings settings) {
        Context context = node.loop().context();
        Vertx vertx = context.owner();
        this.master = master;
        this.masters = masters;
        this.prefix = masters.prefix(settings.prefix());
        this.node = node;
        this.publisher = publisher;
        this.subscriptions = new RedisSubscriptions(context, settings.subscribeBatch(), masters.isCluster(), this::isWanted,
                node::restored);
        this.subscribing = new RedisLink(vertx, context, master.client(), settings, name("subscriptions"),
                this::subscribe, this::lostSubscriptions);
        this.publishing = new RedisLink(vertx, context, master.client(), settings, name("publishing"),
                connection -> publisher.opened(master, connection), () -> publisher.lost(master));
        this.heartbeat = new RedisHeartbeat(masters.isCluster() ? Command.SPUBLISH : Command.PUBLISH, subscribing, publishing);
        heartbeat.use(heartbeatChannel());
    }

    private String name(String purpose) {
        return masters.isCluster() ? master.address() + ", " + purpose : purpose;
    }

    void open() {
        subscribing.open();
        publishing.open();
    }

    void close() {
        subscribing.close();
        publishing.close();
        subscriptions.stop();
        publisher.remove(master);
    }

    RedisSubscriptions subscriptions() {
        return subscriptions;
    }

    /** Any thread. Two if all is well. */
    int connected() {
        return (subscribing.connection() == null ? 0 : 1) + (publishing.connection() == null ? 0 : 1);
    }

    void beat() {
        subscriptions.retry();
        heartbeat.beat();
    }

    /** Slots have moved: the heartbeat needs a channel in one that is here. */
    void mastersChanged() {
        String before = heartbeat.channel();
        if (before != null && masters.of(before) == master) {
            return;
        }
        String now = heartbeatChannel();
        heartbeat.use(now);
        if (before != null) {
            subscriptions.drop(before);
        }
        if (now != null) {
            subscriptions.changed(now);
        }
    }

    private @Nullable String heartbeatChannel() {
        String topic = "/heartbeat/" + node.id();
        if (!masters.isCluster()) {
            return prefix.channel(topic);
        }
        return RedisTag.ALL.stream().filter(tag -> masters.of(tag) == master).findFirst()
                .map(tag -> prefix.channel(tag, topic)).orElse(null);
    }

    private boolean isWanted(String channel) {
        return masters.of(channel) == master
                && (channel.equals(heartbeat.channel()) || node.hasSubscribers(prefix.topic(channel)));
    }

    /** Sets up every new connection, the first one too. */
    private void subscribe(RedisConnection connection) {
        connection.handler(message -> node.loop().run(() -> received(connection, message))); // runs at once if already on the loop's thread
        Collection<String> channels = new ArrayList<>(node.channels(master));
        if (heartbeat.channel() != null) {
            channels.add(heartbeat.channel());
        }
        subscriptions.restart(connection, channels);
    }

    private void lostSubscriptions() {
        subscriptions.stop();
        masters.refresh();
    }

    /** Ignores late messages of an earlier connection; they must not count for its successor. */
    private void received(RedisConnection by, @Nullable Response message) {
        if (by != subscribing.connection() || message == null) {
            return;
        }
        if (message.type() != ResponseType.PUSH && message.type() != ResponseType.MULTI) {
            refused(message.toString());
            return;
        }
        String kind = message.get(0).toString();
        String channel = message.get(1).toString();
        switch (kind) {
            case "message", "smessage" -> deliver(channel, message.get(2).toString());
            case "subscribe", "ssubscribe" -> subscriptions.subscribed(channel);
            case "unsubscribe", "sunsubscribe" -> subscriptions.unsubscribed(channel);
            default -> LOG.tracef("Redis sent %s", kind);
        }
    }

    private void deliver(String channel, String content) {
        if (channel.equals(heartbeat.channel())) {
            heartbeat.cameBack();
        } else if (!isHeartbeat(channel)) {
            node.deliver(channel, content);
        }
    }

    /** A heartbeat may arrive after its channel was changed. */
    private boolean isHeartbeat(String channel) {
        return prefix.topic(channel).equals("/heartbeat/" + node.id());
    }

    private void refused(String error) {
        if (masters.moved(error, master)) {
            subscriptions.refused(false);
        } else {
            LOG.warnf("%s refuses a subscription: %s", master, error);
            subscriptions.refused(error.startsWith("CLUSTERDOWN") || error.startsWith("LOADING") || error.startsWith("MASTERDOWN"));
        }
    }
}
