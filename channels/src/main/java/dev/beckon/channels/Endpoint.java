package dev.beckon.channels;

import dev.beckon.channels.internal.blocks.Blocks;
import dev.beckon.channels.internal.protocol.Serializers;
import dev.beckon.channels.internal.pubsub.PubSub;
import dev.beckon.channels.internal.pubsub.PubSub.Subscriber;
import dev.beckon.netty.EventLoop;
import dev.beckon.netty.VertxLoop;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Broadcasts from anywhere in an application, and closes sockets. Thread-safe. */
@Singleton
public final class Endpoint {

    /** Topic of the ids whose sockets every node has to close. */
    public static final String DISCONNECTS = ChannelRouter.RESERVED + "disconnects";

    /** Phoenix's event for it: {@code lib/phoenix/socket.ex}. The headers carry the id. */
    private static final String DISCONNECT = "disconnect";

    private static final Logger LOG = Logger.getLogger(Endpoint.class);

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
     * Closes all sockets of an id, on every node, with a code after which clients that are still allowed reconnect. It
     * reaches every socket that is open at the call; in Phoenix this is a broadcast on the id, which reaches only
     * sockets that have subscribed to it by then.
     *
     * @return as {@link #broadcast}
     * @throws IllegalArgumentException if the id has a control character
     */
    public Uni<Integer> disconnect(String socketId) {
        return pubSub.publish(new TopicBroadcast(DISCONNECTS, DISCONNECT, socketId, RawJson.EMPTY, null));
    }

    /**
     * Subscribes the application itself to a topic's broadcasts from every node.
     *
     * @param listener called in order, on an event loop that it must not block, each time in a context of its own;
     *     asynchronous work that it starts may overlap, and a failure is logged
     * @return completes with the subscription when broadcasts of every node arrive; never fails
     */
    public Uni<Subscription> subscribe(String topic, Function<TopicBroadcast, Uni<Void>> listener) {
        return Uni.createFrom().deferred(() -> {
            TopicListener subscriber = new TopicListener(VertxLoop.next(vertx), listener);
            return pubSub.subscribe(topic, subscriber).replaceWith(() -> () -> pubSub.unsubscribe(topic, subscriber));
        });
    }

    /** An application's subscription to a topic. */
    public interface Subscription {

        /** Ends the subscription; a broadcast that is being delivered may still arrive. */
        void cancel();
    }

    private record TopicListener(EventLoop loop, Function<TopicBroadcast, Uni<Void>> listener) implements Subscriber {

        @Override
        public void deliver(TopicBroadcast broadcast) {
            loop.runApart(() -> Uni.createFrom().deferred(() -> listener.apply(broadcast)).subscribe().with(
                    _ -> {},
                    failure -> LOG.errorf(failure, "The application's listener on topic %s failed on event %s", broadcast.topic(),
                            broadcast.event())));
        }
    }

    /**
     * @param listener runs, on any thread, when broadcasts of other nodes arrive again after some may have been lost,
     *     such as after an interruption of the connection to Redis
     */
    public void onMissed(Runnable listener) {
        pubSub.onMissed(listener);
    }

    /**
     * Closes all sockets of an id, on every node, and refuses connections with that id until {@link #unblock}.
     *
     * @return completes when the block is recorded for all nodes; fails with {@link
     *     dev.beckon.channels.BlocksFullException}, or when the outcome is unclear, and then the block may be in force
     *     or not
     */
    public Uni<Void> block(String socketId) {
        return blocks.block(socketId);
    }

    /** @return completes when it is recorded; fails when the outcome is unclear */
    public Uni<Void> unblock(String socketId) {
        return blocks.unblock(socketId);
    }

    /** The blocked ids in this node's copy of the list. */
    public Set<String> blocked() {
        return blocks.all();
    }

    /**
     * Sends an event to every client on the topic, on every node, at most once, whether or not the result is subscribed
     * to. Clients of this node get it in any case.
     *
     * @param payload a {@link dev.beckon.channels.Payload}, or an object that Jackson writes as a JSON object
     * @return whether it left this node: the number of nodes that Redis handed it to, which are those with clients on the
     *     topic, and other subscribers of Redis; fails with {@link NotPublishedException}, after two seconds at the latest.
     *     Arrives on the caller's Vert.x context
     */
    public Uni<Integer> broadcast(String topic, String event, Object payload) {
        return pubSub.publish(new TopicBroadcast(topic, event, "", serializers.payload(payload), null));
    }
}
