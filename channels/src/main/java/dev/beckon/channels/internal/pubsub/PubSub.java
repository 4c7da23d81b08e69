package dev.beckon.channels.internal.pubsub;

import dev.beckon.channels.NotPublishedException;
import dev.beckon.channels.TopicBroadcast;
import dev.beckon.netty.EventLoop;
import io.smallrye.mutiny.Uni;

/** Topics and their subscribers. Delivery is at most once; one node's broadcasts on one topic arrive in order. */
public interface PubSub {

    /**
     * Takes effect at once for broadcasts that this node publishes after the call. Call on the subscriber's loop.
     *
     * @return completes when broadcasts of every node arrive too; never fails: while Redis is unreachable it completes
     *     after a bounded wait, and {@link #onMissed} listeners run when it is back
     */
    Uni<Void> subscribe(String topic, Subscriber subscriber);

    void unsubscribe(String topic, Subscriber subscriber);

    /**
     * Hands {@code broadcast} to every subscriber on every node but its {@code from}, whether or not the result is
     * subscribed to. Does not wait.
     *
     * @return how many nodes have subscribers on the topic, as far as Redis knows, this one included; fails with {@link
     *     NotPublishedException}, after a bounded wait at the latest. Arrives on the caller's Vert.x context
     */
    Uni<Integer> publish(TopicBroadcast broadcast);

    /**
     * As {@link #publish}, but this node's subscribers get the broadcast as those of other nodes do: its return shows
     * that broadcasts go out and come in.
     *
     * @param broadcast from no subscriber
     */
    void publishRoundTrip(TopicBroadcast broadcast);

    /** As {@link #publish}, to subscribers on this node alone. */
    void publishLocal(TopicBroadcast broadcast);

    /**
     * @param listener runs, on any thread, when broadcasts of other nodes arrive again after some may have been missed
     */
    void onMissed(Runnable listener);

    /** Receives the broadcasts of a topic on this node. */
    public interface Subscriber {

        /** The loop on which {@link #deliver} is called. */
        EventLoop loop();

        /** Must not block and must not throw; the broadcast is shared with every other subscriber. */
        void deliver(TopicBroadcast broadcast);
    }
}
