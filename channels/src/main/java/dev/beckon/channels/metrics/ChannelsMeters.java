package dev.beckon.channels.metrics;

import dev.beckon.channels.presence.Presence;
import dev.beckon.channels.pubsub.PubSub;
import dev.beckon.channels.pubsub.RedisPubSub;
import dev.beckon.channels.socket.CloseCode;
import dev.beckon.channels.socket.Refusal;
import dev.beckon.channels.socket.SocketCounts;
import dev.beckon.channels.socket.Sockets;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A node's sockets, its subscriptions in Redis and its presences as meters. An application with Micrometer produces one as a
 * bean, and Quarkus binds it. Everything is read when it is asked for; nothing is measured for it on the way of a message.
 */
public final class ChannelsMeters implements MeterBinder {

    private final Sockets sockets;
    private final PubSub pubSub;
    private final Presence presence;

    public ChannelsMeters(Sockets sockets, PubSub pubSub, Presence presence) {
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
        gauge("channels.sockets", sockets, Sockets::count, "Open sockets: WebSockets and long-polling sessions")
                .register(registry);
        gauge("channels.members", counts, SocketCounts::members, "Joined channels of all sockets").register(registry);
        gauge("channels.pending", sockets, Sockets::pendingBytes, "Handed to connections and not yet taken by clients")
                .baseUnit("bytes").register(registry);
        count("channels.sockets.opened", counts, SocketCounts::opened, "Sockets opened").register(registry);
        count("channels.messages.received", counts, SocketCounts::received, "Messages and pings of clients").register(registry);
        count("channels.frames.sent", counts, SocketCounts::sent, "Frames handed to connections").register(registry);
        count("channels.untold", counts, SocketCounts::untold, "Messages that a client's protocol cannot say").register(registry);
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
        gauge("channels.redis.connections", redis, RedisPubSub::connections, "Connections to Redis that are up, of two")
                .register(registry);
        count("channels.redis.received", redis, RedisPubSub::receivedCount, "Messages from Redis").register(registry);
        count("channels.redis.dropped", redis, RedisPubSub::droppedCount, "Broadcasts that other nodes were not told of")
                .register(registry);
    }

    private static <T> Gauge.Builder<T> gauge(String name, T source, ToDoubleFunction<T> value, String description) {
        return Gauge.builder(name, source, value).description(description).strongReference(true);
    }

    /** The source outlives the registry's weak reference to it: it is a bean, or belongs to one. */
    private static <T> FunctionCounter.Builder<T> count(String name, T source, ToDoubleFunction<T> value, String description) {
        return FunctionCounter.builder(name, source, value).description(description);
    }

    private static String name(Enum<?> kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
