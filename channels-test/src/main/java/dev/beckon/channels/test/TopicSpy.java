package dev.beckon.channels.test;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.pubsub.EventLoop;
import dev.beckon.channels.pubsub.Subscriber;
import dev.beckon.channels.pubsub.TopicBroadcast;

/** Hears what is broadcast on a topic, whatever a channel makes of it for its members. */
final class TopicSpy implements Subscriber {

    private final EventLoop loop;
    private final Recording<Heard> heard = new Recording<>();

    TopicSpy(EventLoop loop) {
        this.loop = loop;
    }

    /** One broadcast. */
    record Heard(String event, JsonNode payload) {

        @Override
        public String toString() {
            return event + " " + payload;
        }
    }

    Recording<Heard> heard() {
        return heard;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public void deliver(TopicBroadcast broadcast) {
        heard.add(new Heard(broadcast.event(), Payloads.tree(broadcast.payload())));
    }
}
