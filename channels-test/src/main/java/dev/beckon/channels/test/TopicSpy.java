package dev.beckon.channels.test;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.TopicBroadcast;
import dev.beckon.channels.internal.pubsub.PubSub.Subscriber;
import dev.beckon.netty.EventLoop;

/** Records the broadcasts on a topic before a channel's {@code handleOut} sees them. */
final class TopicSpy implements Subscriber {

    private final EventLoop loop;
    private final Recording<Seen> seen = new Recording<>();

    TopicSpy(EventLoop loop) {
        this.loop = loop;
    }

    record Seen(String event, JsonNode payload) {

        @Override
        public String toString() {
            return event + " " + payload;
        }
    }

    Recording<Seen> seen() {
        return seen;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public void deliver(TopicBroadcast broadcast) {
        seen.add(new Seen(broadcast.event(), Payloads.tree(broadcast.payload())));
    }
}
