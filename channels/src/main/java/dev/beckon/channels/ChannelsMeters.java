package dev.beckon.channels;

import dev.beckon.channels.internal.pubsub.PubSub;
import dev.beckon.channels.internal.pubsub.RedisPubSub;
import dev.beckon.channels.internal.socket.SocketCounts;
import dev.beckon.channels.internal.socket.SocketCounts.Refusal;
import dev.beckon.channels.internal.socket.Sockets;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Shows a node's sockets, Redis subscriptions and presences as meters. An application with Micrometer produces one as a
 * bean, and Quarkus binds it. Values are read when the registry asks for them; delivering a message costs nothing
 * extra.
 */
public final class ChannelsMeters implements MeterBinder {

    private final Sockets sockets;
    private final PubSub pubSub;
    private final Presence presence;

    public ChannelsMeters(Node node) {
        this(node.sockets(), node.pubSub(), node.presence());
    }

    ChannelsMeters(Sockets sockets, PubSub pubSub, Presence presence) {
        this.sockets = sockets;
        this.pubSub = pubSub;
        this.presence = presence;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bindSockets(registry);
        bindReasons(registry, sockets.counts());
        if (pubSub instanceof RedisPubSub redis) {
            bindRedis(registry, redis);
        }
        gauge("channels.presence.entries", presence, Presence::entryCount, "Presences of all nodes that this node knows of")
                .register(registry);
    }

    private void bindSockets(MeterRegistry registry) {
        SocketCounts counts = sockets.counts();
        gauge("channels.sockets", sockets, Sockets::count, "Open sockets: WebSockets, long-polling sessions and event streams")
                .register(registry);
        gauge("channels.members", counts, SocketCounts::members, "Joined channels of all sockets").register(registry);
        gauge("channels.pending", sockets, Sockets::pendingBytes, "Handed to connections and not yet taken by clients")
                .baseUnit("bytes").register(registry);
        count("channels.sockets.opened", counts, SocketCounts::opened, "Sockets opened").register(registry);
        count("channels.messages.received", counts, SocketCounts::received, "Messages and pings of clients").register(registry);
        count("channels.frames.sent", counts, SocketCounts::sent, "Frames handed to connections").register(registry);
        count("channels.untold", counts, SocketCounts::untold, "Messages that a client's protocol cannot carry").register(registry);
    }

    private static void bindReasons(MeterRegistry registry, SocketCounts counts) {
        for (CloseCode code : CloseCode.values()) {
            count("channels.closes", counts, c -> c.closes().of(code), "Connections that the server closed")
                    .tag("code", Integer.toString(code.code())).tag("reason", name(code)).register(registry);
        }
        for (Refusal refusal : Refusal.values()) {
            count("channels.refused", counts, c -> c.refusals().of(refusal), "Clients answered 403")
                    .tag("reason", name(refusal)).register(registry);
        }
    }

    private static void bindRedis(MeterRegistry registry, RedisPubSub redis) {
        gauge("channels.redis.subscriptions", redis, RedisPubSub::subscriptions, "Redis channels subscribed to").register(registry);
        gauge("channels.redis.connections", redis, RedisPubSub::connections, "Connections to Redis that are up, two to each master")
                .register(registry);
        gauge("channels.redis.missing", redis, RedisPubSub::missingConnections,
                "Connections to Redis that are not up, and slots without a master").register(registry);
        count("channels.redis.received", redis, RedisPubSub::receivedCount, "Messages from Redis").register(registry);
        count("channels.redis.dropped", redis, RedisPubSub::droppedCount, "Broadcasts that did not reach other nodes")
                .register(registry);
    }

    private static <T> Gauge.Builder<T> gauge(String name, T source, ToDoubleFunction<T> value, String description) {
        return Gauge.builder(name, source, value).description(description).strongReference(true);
    }

    /** The registry holds the source weakly; it lives long enough because it is a bean or belongs to one. */
    private static <T> FunctionCounter.Builder<T> count(String name, T source, ToDoubleFunction<T> value, String description) {
        return FunctionCounter.builder(name, source, value).description(description);
    }

    private static String name(Enum<?> kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
