package dev.beckon.channels.channel;

import dev.beckon.channels.blocks.Blocks;
import dev.beckon.channels.protocol.RawJson;
import dev.beckon.channels.protocol.Serializers;
import dev.beckon.channels.pubsub.PubSub;
import dev.beckon.channels.pubsub.TopicBroadcast;
import dev.beckon.channels.pubsub.VertxLoop;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.function.Function;

/** Broadcasting from anywhere in an application, and ending sockets. Thread-safe. */
@Singleton
public final class Endpoint {

    /** Every node hears here which ids' sockets it has to close; no client joins it, whatever the patterns are. */
    public static final String DISCONNECTS = "/disconnects";

    /** Phoenix's word for it: {@code lib/phoenix/socket.ex}. The id stands in the headers. */
    private static final String DISCONNECT = "disconnect";

    private final Vertx vertx;
    private final PubSub pubSub;
    private final Blocks blocks;
    private final Serializers serializers;

    public Endpoint(Vertx vertx, PubSub pubSub, Blocks blocks, Serializers serializers) {
        this.vertx = vertx;
        this.pubSub = pubSub;
        this.blocks = blocks;
        this.serializers = serializers;
    }

    /**
     * Closes all sockets of an id, on every node, with a code on which clients that are still allowed come back. Those that
     * have opened by now are found wherever they are; in Phoenix this is a broadcast on the id, which each of them has to have
     * subscribed to by then.
     *
     * @throws IllegalArgumentException if it has a control character
     */
    public void disconnect(String socketId) {
        pubSub.publish(new TopicBroadcast(DISCONNECTS, DISCONNECT, socketId, RawJson.EMPTY, null));
    }

    /**
     * The application itself hears a topic's broadcasts, of every node.
     *
     * @param listener called in order, on an event loop that it must not block, each time in a context of its own; what it goes
     *     on to do may overlap, and a failure is logged
     * @return completes with what ends it, when broadcasts of every node arrive; never fails
     */
    public Uni<Subscription> subscribe(String topic, Function<TopicBroadcast, Uni<Void>> listener) {
        return Uni.createFrom().deferred(() -> {
            TopicListener subscriber = new TopicListener(VertxLoop.next(vertx), listener);
            return pubSub.subscribe(topic, subscriber).replaceWith(() -> () -> pubSub.unsubscribe(topic, subscriber));
        });
    }

    /** An application's ear for a topic. */
    public interface Subscription {

        /** What is broadcast from now on is not heard any more; what is under way may be. */
        void cancel();
    }

    /**
     * Closes all sockets of an id, on every node, and lets none of that id connect until {@link #unblock}.
     *
     * @return completes when it is recorded for all nodes; fails with {@link dev.beckon.channels.blocks.BlocksFullException}, or
     *     when that cannot be told, and then it may be in force or not
     */
    public Uni<Void> block(String socketId) {
        return blocks.block(socketId);
    }

    /** @return completes when it is recorded; fails when that cannot be told */
    public Uni<Void> unblock(String socketId) {
        return blocks.unblock(socketId);
    }

    /** The ids that are blocked, as far as this node knows. */
    public Set<String> blocked() {
        return blocks.all();
    }

    /**
     * To everyone on the topic, on every node; at most once.
     *
     * @param payload a {@link dev.beckon.channels.protocol.Payload}, or what is written as a JSON object
     */
    public void broadcast(String topic, String event, Object payload) {
        pubSub.publish(new TopicBroadcast(topic, event, "", serializers.payload(payload), null));
    }
}
