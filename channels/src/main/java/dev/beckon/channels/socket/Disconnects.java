package dev.beckon.channels.socket;

import dev.beckon.channels.pubsub.EventLoop;
import dev.beckon.channels.pubsub.Subscriber;
import dev.beckon.channels.pubsub.TopicBroadcast;
import java.util.Set;
import java.util.function.Consumer;

/** Hears from every node whose sockets are to be closed. One for a node: a socket has nothing to subscribe to first. */
record Disconnects(EventLoop loop, Consumer<Set<String>> ids) implements Subscriber {

    @Override
    public void deliver(TopicBroadcast broadcast) {
        ids.accept(Set.of(broadcast.headers()));
    }
}
