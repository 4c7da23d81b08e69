package dev.beckon.channels.internal.presence;

import dev.beckon.channels.ChannelRouter;
import dev.beckon.channels.TopicBroadcast;
import dev.beckon.channels.internal.presence.Entry.Replica;
import dev.beckon.channels.internal.presence.GossipProtocol.Outgoing;
import dev.beckon.channels.internal.pubsub.PubSub;
import dev.beckon.channels.internal.pubsub.PubSub.Subscriber;
import dev.beckon.netty.EventLoop;
import org.jboss.logging.Logger;

/**
 * One shard's {@link GossipProtocol} on the pub/sub between nodes, as broadcasts on topics that clients cannot join: one
 * for all nodes, and one for each node. Confined to the shard's thread.
 */
final class PresenceGossip implements Subscriber {

    private static final Logger LOG = Logger.getLogger(PresenceGossip.class);
    private static final int CHECKS_PER_HEARTBEAT = 4;

    private final PubSub pubSub;
    private final String topic;
    private final Replica self;
    private final ShardThread thread;
    private final GossipProtocol protocol;
    private final GossipJson json;
    private final Runnable onDue;
    private boolean warned;

    /**
     * @param shard number and count: nodes with different counts must not mix their topics
     * @param onDue schedules {@link #flush}
     */
    PresenceGossip(
            PubSub pubSub, String shard, Replica self, ShardThread thread, GossipProtocol protocol, GossipJson json,
            Runnable onDue) {
        this.pubSub = pubSub;
        this.topic = ChannelRouter.RESERVED + "presence/" + shard;
        this.self = self;
        this.thread = thread;
        this.protocol = protocol;
        this.json = json;
        this.onDue = onDue;
    }

    /** Sends hello when other nodes' messages arrive, and again after every interruption. */
    void start(PresenceConfig config) {
        pubSub.subscribe(topicOf(self.name()), this).chain(() -> pubSub.subscribe(topic, this)).emitOn(thread)
                .subscribe().with(_ -> hello());
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
                LOG.error(
                        "Another node has the same channels.presence.node: neither shows the members of the other. Give each its own name");
            }
        } catch (IllegalArgumentException e) {
            LOG.warnf("A message on %s is dropped: %s", topic, e.getMessage());
        }
    }

    /** Changes may be due for other nodes. */
    void changed() {
        if (protocol.isFlushDue()) {
            onDue.run();
        }
    }

    void flush() {
        protocol.flush().forEach(this::publish);
    }

    /** Removes this node's entries from other nodes at once. */
    void stop() {
        publish(new Outgoing(null, new Gossip.Goodbye(self)));
        pubSub.unsubscribe(topic, this);
        pubSub.unsubscribe(topicOf(self.name()), this);
    }

    private void publish(Outgoing outgoing) {
        Gossip message = outgoing.message();
        String to = outgoing.to() == null ? topic : topicOf(outgoing.to());
        boolean comesBack = outgoing.to() == null && message instanceof Gossip.Heartbeat;
        TopicBroadcast broadcast = new TopicBroadcast(
                to, GossipJson.event(message), "", json.encode(message), comesBack ? null : this);
        if (comesBack) {
            pubSub.publishRoundTrip(broadcast);
        } else {
            pubSub.publish(broadcast);
        }
    }

    private String topicOf(String node) {
        return topic + '/' + node;
    }
}
