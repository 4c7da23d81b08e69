package dev.beckon.channels.pubsub;

import java.util.Set;

/** Lets tests of other packages see what is subscribed. */
public final class Subscriptions {

    private Subscriptions() {}

    public static Set<String> topics(PubSub pubSub) {
        return switch (pubSub) {
            case LocalPubSub local -> local.topics();
            case RedisPubSub redis -> redis.topics();
            default -> throw new IllegalArgumentException(pubSub.getClass().getName());
        };
    }

    /** How many tasks one broadcast is. */
    public static int loops(PubSub pubSub, String topic) {
        return ((LocalPubSub) pubSub).loops(topic).size();
    }
}
