package dev.beckon.channels.pubsub;

import dev.beckon.channels.blocks.Blocks;
import dev.beckon.channels.channel.Endpoint;
import java.util.HashSet;
import java.util.Set;

/** Lets tests of other packages see what is subscribed. */
public final class Subscriptions {

    private Subscriptions() {}

    /** Without those that nodes always hear. */
    public static Set<String> topics(PubSub pubSub) {
        Set<String> topics = new HashSet<>(switch (pubSub) {
            case LocalPubSub local -> local.topics();
            case RedisPubSub redis -> redis.topics();
            default -> throw new IllegalArgumentException(pubSub.getClass().getName());
        });
        topics.removeAll(Set.of(Blocks.TOPIC, Endpoint.DISCONNECTS));
        return topics;
    }

    /** How many tasks one broadcast is. */
    public static int loops(PubSub pubSub, String topic) {
        return ((LocalPubSub) pubSub).loops(topic).size();
    }
}
