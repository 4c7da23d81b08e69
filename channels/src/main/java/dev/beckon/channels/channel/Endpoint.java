package dev.beckon.channels.channel;

import dev.beckon.channels.protocol.V2JsonSerializer;
import dev.beckon.channels.pubsub.PubSub;
import dev.beckon.channels.pubsub.TopicBroadcast;
import jakarta.inject.Singleton;

/** Broadcasting from anywhere in an application. Thread-safe. */
@Singleton
public final class Endpoint {

    private final PubSub pubSub;
    private final V2JsonSerializer serializer;

    Endpoint(PubSub pubSub, V2JsonSerializer serializer) {
        this.pubSub = pubSub;
        this.serializer = serializer;
    }

    /**
     * To everyone on the topic, on every node; at most once.
     *
     * @param payload written as a JSON object
     */
    public void broadcast(String topic, String event, Object payload) {
        pubSub.publish(new TopicBroadcast(topic, event, "", serializer.encodePayload(payload), null));
    }
}
