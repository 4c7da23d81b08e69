package dev.beckon.channels.internal.presence;

import dev.beckon.channels.Assigns;
import dev.beckon.channels.EventResult;
import dev.beckon.channels.Member;
import dev.beckon.channels.RawJson;
import dev.beckon.channels.ReplyRef;
import dev.beckon.channels.TopicBroadcast;
import dev.beckon.channels.internal.pubsub.PubSub;
import dev.beckon.channels.internal.pubsub.PubSub.Subscriber;
import dev.beckon.netty.EventLoop;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A member without a socket, for tests with many members on many nodes: keeps the messages it gets. Thread-safe. */
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

    static { // two threads that both use Mutiny for the first time at the same moment may get in each other's way
        Uni.createFrom().voidItem().map(done -> done).await().indefinitely();
    }

    private final PubSub pubSub;
    private final String topic;
    private final List<String> pushes = new CopyOnWriteArrayList<>();
    private final List<Runnable> onEnd = new ArrayList<>();
    private boolean ended;

    StandInMember(PubSub pubSub, String topic) {
        this.pubSub = pubSub;
        this.topic = topic;
    }

    /** The messages so far, each as {@code event payload}. */
    List<String> pushes() {
        return pushes;
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
    public Uni<Void> subscribe(String otherTopic) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void unsubscribe(String otherTopic) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void push(String event, Object payload) {
        pushes.add(event + " " + ((RawJson) payload).text());
    }

    @Override
    public EventLoop loop() {
        return ANY_THREAD;
    }

    @Override
    public void deliver(TopicBroadcast broadcast) {
        push(broadcast.event(), broadcast.payload());
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
    public Uni<Integer> broadcast(String event, Object payload) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Integer> broadcastFrom(String event, Object payload) {
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
    public void info(Object message) {
        throw new UnsupportedOperationException();
    }
}
