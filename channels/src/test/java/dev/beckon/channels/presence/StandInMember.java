package dev.beckon.channels.presence;

import dev.beckon.channels.channel.Assigns;
import dev.beckon.channels.channel.EventResult;
import dev.beckon.channels.channel.Member;
import dev.beckon.channels.channel.ReplyRef;
import dev.beckon.channels.protocol.Payload;
import dev.beckon.channels.protocol.RawJson;
import dev.beckon.channels.pubsub.EventLoop;
import dev.beckon.channels.pubsub.PubSub;
import dev.beckon.channels.pubsub.Subscriber;
import dev.beckon.channels.pubsub.TopicBroadcast;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A member without a socket, for many members on many nodes in one test: keeps what it is told. Thread-safe. */
class StandInMember implements Member, Subscriber {

    private static final EventLoop ANY_THREAD = new EventLoop() {
        @Override
        public boolean isCurrent() {
            return true;
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }
    };

    static { // two threads that are the first to use Mutiny at the same time may get in each other's way
        Uni.createFrom().voidItem().await().indefinitely();
    }

    private final PubSub pubSub;
    private final String topic;
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<Runnable> onEnd = new ArrayList<>();
    private boolean ended;

    StandInMember(PubSub pubSub, String topic) {
        this.pubSub = pubSub;
        this.topic = topic;
    }

    /** Each {@code event payload}. */
    List<String> told() {
        return told;
    }

    @Override
    public String topic() {
        return topic;
    }

    @Override
    public Uni<Void> subscribe() {
        return pubSub.subscribe(topic, this);
    }

    @Override
    public void push(String event, Object payload) {
        told.add(event + " " + ((RawJson) payload).text());
    }

    @Override
    public EventLoop loop() {
        return ANY_THREAD;
    }

    @Override
    public void deliver(TopicBroadcast broadcast) {
        push(broadcast.event(), (Payload) broadcast.payload());
    }

    @Override
    public synchronized void onEnd(Runnable task) {
        if (ended) {
            task.run();
        } else {
            onEnd.add(task);
        }
    }

    synchronized void end() {
        ended = true;
        pubSub.unsubscribe(topic, this);
        onEnd.forEach(Runnable::run);
    }

    @Override
    public String subtopic() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Assigns socketAssigns() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Assigns assigns() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void push(TopicBroadcast broadcast) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void broadcast(String event, Object payload) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void broadcastFrom(String event, Object payload) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ReplyRef replyRef() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void reply(ReplyRef to, EventResult.Reply reply) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void stop() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void send(Object message) {
        throw new UnsupportedOperationException();
    }
}
