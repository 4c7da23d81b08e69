package dev.beckon.channels.channel;

import dev.beckon.channels.protocol.RawJson;
import dev.beckon.channels.protocol.Serializers;
import dev.beckon.channels.pubsub.PubSub;
import dev.beckon.channels.pubsub.TopicBroadcast;
import jakarta.inject.Singleton;

/** Broadcasting from anywhere in an application. Thread-safe. */
@Singleton
public final class Endpoint {

    /** Phoenix's word for it: {@code lib/phoenix/socket.ex}. */
    public static final String DISCONNECT = "disconnect";

    private final PubSub pubSub;
    private final Serializers serializers;

    public Endpoint(PubSub pubSub, Serializers serializers) {
        this.pubSub = pubSub;
        this.serializers = serializers;
    }

    /** Closes all sockets of an id, on every node, with a code on which clients that are still allowed come back. */
    public void disconnect(String socketId) {
        broadcast(socketId, DISCONNECT, RawJson.EMPTY);
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
