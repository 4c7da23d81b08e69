package dev.beckon.channels.pubsub;

import io.smallrye.mutiny.Uni;

/**
 * Topics and their subscribers. Delivery is at most once; what one node publishes on one topic arrives in that order.
 */
public interface PubSub {

    /**
     * From the caller's view effective at once for broadcasts of this node. Call on the subscriber's loop.
     *
     * @return completes when broadcasts of every node arrive too; never fails: while other nodes are out of reach it
     *     completes after a bounded wait, and {@link #onMissed} tells when they are back
     */
    Uni<Void> subscribe(String topic, Subscriber subscriber);

    void unsubscribe(String topic, Subscriber subscriber);

    /** Hands {@code broadcast} to every subscriber on every node but its {@code from}. Does not wait. */
    void publish(TopicBroadcast broadcast);

    /** As {@link #publish}, to subscribers on this node alone. */
    void publishLocal(TopicBroadcast broadcast);

    /** @param listener runs whenever broadcasts of other nodes may have been missed and arrive again; any thread */
    void onMissed(Runnable listener);
}
