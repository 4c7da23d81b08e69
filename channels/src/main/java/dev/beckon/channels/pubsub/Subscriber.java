package dev.beckon.channels.pubsub;

/** Somebody on this node who listens to a topic. */
public interface Subscriber {

    /** Where {@link #deliver} is called. */
    EventLoop loop();

    /** Must not block and must not throw; the broadcast is shared with every other subscriber. */
    void deliver(TopicBroadcast broadcast);
}
