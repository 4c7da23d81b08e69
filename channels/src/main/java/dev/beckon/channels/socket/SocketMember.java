package dev.beckon.channels.socket;

import dev.beckon.channels.channel.Assigns;
import dev.beckon.channels.channel.Member;
import dev.beckon.channels.protocol.Outbound;
import dev.beckon.channels.protocol.Outbound.Push;
import dev.beckon.channels.protocol.Ref;
import dev.beckon.channels.pubsub.Subscriber;
import dev.beckon.channels.pubsub.TopicBroadcast;
import io.smallrye.mutiny.Uni;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a channel sees of one client on one topic. Once ended it says nothing more, whoever still holds it. */
final class SocketMember implements Member {

    private final Socket socket;
    private final String topic;
    private final String subtopic;
    private final @Nullable Ref joinRef;
    private final Subscriber subscriber;
    private final Consumer<Object> inbox;
    private final Assigns assigns = new Assigns();
    private boolean subscribed;
    private boolean ended;

    /**
     * @param subscriber who hears the topic's broadcasts for this member
     * @param inbox takes messages for {@code handleInfo}, on the socket's loop
     */
    SocketMember(Socket socket, String topic, String subtopic, @Nullable Ref joinRef, Subscriber subscriber,
            Consumer<Object> inbox) {
        this.socket = socket;
        this.topic = topic;
        this.subtopic = subtopic;
        this.joinRef = joinRef;
        this.subscriber = subscriber;
        this.inbox = inbox;
    }

    @Override
    public String topic() {
        return topic;
    }

    @Override
    public String subtopic() {
        return subtopic;
    }

    @Override
    public Assigns socketAssigns() {
        return socket.assigns();
    }

    @Override
    public Assigns assigns() {
        return assigns;
    }

    @Override
    public Uni<Void> subscribe() {
        if (subscribed || ended) {
            return Uni.createFrom().voidItem();
        }
        subscribed = true;
        return socket.pubSub().subscribe(topic, subscriber).emitOn(socket.loop()::run);
    }

    @Override
    public void push(String event, Object payload) {
        socket.loop().run(() -> send(new Push(joinRef, topic, event, payload)));
    }

    @Override
    public void push(TopicBroadcast broadcast) {
        if (!ended) {
            socket.send(broadcast);
        }
    }

    @Override
    public void broadcast(String event, Object payload) {
        socket.broadcast(topic, event, payload, null);
    }

    @Override
    public void broadcastFrom(String event, Object payload) {
        socket.broadcast(topic, event, payload, subscriber);
    }

    @Override
    public void send(Object message) {
        socket.loop().run(() -> inbox.accept(message));
    }

    @Nullable Ref joinRef() {
        return joinRef;
    }

    boolean hasEnded() {
        return ended;
    }

    void send(Outbound message) {
        if (!ended) {
            socket.send(message);
        }
    }

    void end() {
        ended = true;
        if (subscribed) {
            socket.pubSub().unsubscribe(topic, subscriber);
        }
    }
}
