package dev.beckon.channels.internal.pubsub;

import dev.beckon.channels.Endpoint;
import dev.beckon.channels.internal.blocks.Blocks;
import java.util.HashSet;
import java.util.Set;

/** Lets tests in other packages see the subscribed topics. */
public final class Subscriptions {

    private Subscriptions() {}

    /** The subscribed topics, without those that every node always subscribes to. */
    public static Set<String> topics(PubSub pubSub) {
        Set<String> topics = new HashSet<>(switch (pubSub) {
            case LocalPubSub local -> local.topics();
            case RedisPubSub redis -> redis.topics();
            default -> throw new IllegalArgumentException(pubSub.getClass().getName());
        });
        topics.removeAll(Set.of(Blocks.TOPIC, Endpoint.DISCONNECTS));
        return topics;
    }

    /** The number of event loops, and so of tasks, that one broadcast takes. */
    public static int loops(PubSub pubSub, String topic) {
        return ((LocalPubSub) pubSub).loops(topic).size();
    }
}
