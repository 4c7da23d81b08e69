package dev.beckon.channels.presence;

import dev.beckon.channels.channel.ChannelRouter;
import dev.beckon.channels.pubsub.EventLoop;
import dev.beckon.channels.pubsub.PubSub;
import dev.beckon.channels.pubsub.Subscriber;
import dev.beckon.channels.pubsub.TopicBroadcast;
import org.jboss.logging.Logger;

/**
 * One shard's {@link GossipProtocol} on the pub/sub between nodes, as broadcasts on a topic that clients cannot join.
 * Confined to the shard's thread.
 */
final class PresenceGossip implements Subscriber {

    private static final Logger LOG = Logger.getLogger(PresenceGossip.class);
    private static final int CHECKS_PER_HEARTBEAT = 4;

    private final PubSub pubSub;
    private final String topic;
    private final ShardThread thread;
    private final GossipProtocol protocol;
    private final GossipJson json;
    private final Runnable onDue;
    private boolean warned;

    /**
     * @param shard number and count: nodes that count differently must not take each other's topics
     * @param onDue asks for {@link #flush}
     */
    PresenceGossip(
            PubSub pubSub, String shard, ShardThread thread, GossipProtocol protocol, GossipJson json, Runnable onDue) {
        this.pubSub = pubSub;
        this.topic = ChannelRouter.PRESENCE_TOPICS + shard;
        this.thread = thread;
        this.protocol = protocol;
        this.json = json;
        this.onDue = onDue;
    }

    /** Says hello when others can be heard, and again whenever they could not be for a while. */
    void start(PresenceConfig config) {
        pubSub.subscribe(topic, this).emitOn(thread).subscribe().with(_ -> hello());
        pubSub.onMissed(() -> thread.execute(this::hello));
        thread.every(config.heartbeat(), () -> {
            protocol.beat();
            flush();
        });
        thread.every(config.heartbeat().dividedBy(CHECKS_PER_HEARTBEAT), () -> protocol.checkSilence(System.nanoTime()));
    }

    private void hello() {
        protocol.missed();
        flush();
    }

    @Override
    public EventLoop loop() {
        return thread;
    }

    @Override
    public void deliver(TopicBroadcast broadcast) {
        try {
            protocol.receive(json.decode(broadcast.event(), broadcast.payload()), System.nanoTime());
            changed();
            if (!warned && protocol.hasNamesake()) {
                warned = true;
                LOG.error("Another node has the same channels.presence.node: neither is told who is on the other");
            }
        } catch (IllegalArgumentException e) {
            LOG.warnf("A message on %s is dropped: %s", topic, e.getMessage());
        }
    }

    /** There may be something to tell other nodes. */
    void changed() {
        if (protocol.isFlushDue()) {
            onDue.run();
        }
    }

    void flush() {
        protocol.flush().forEach(this::publish);
    }

    /** What this node has tracked is gone elsewhere at once. */
    void stop(Replica self) {
        publish(new Gossip.Goodbye(self));
        pubSub.unsubscribe(topic, this);
    }

    private void publish(Gossip message) {
        pubSub.publish(new TopicBroadcast(topic, GossipJson.event(message), "", json.encode(message), this));
    }
}
