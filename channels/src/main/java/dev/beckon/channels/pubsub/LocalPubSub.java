package dev.beckon.channels.pubsub;

import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The subscribers of this node, by topic and event loop: a broadcast is one task for each loop that has subscribers, and
 * that task walks them. A topic nobody hears takes no memory. Thread-safe.
 */
public final class LocalPubSub implements PubSub {

    private static final Logger LOG = Logger.getLogger(LocalPubSub.class);

    private final Map<String, Map<EventLoop, Set<Subscriber>>> loopsByTopic = new ConcurrentHashMap<>();

    @Override
    public Uni<Void> subscribe(String topic, Subscriber subscriber) {
        add(topic, subscriber);
        return Uni.createFrom().voidItem();
    }

    @Override
    public void unsubscribe(String topic, Subscriber subscriber) {
        remove(topic, subscriber);
    }

    @Override
    public void publish(TopicBroadcast broadcast) {
        loopsByTopic.getOrDefault(broadcast.topic(), Map.of())
                .forEach((loop, subscribers) -> loop.execute(() -> deliver(broadcast, subscribers)));
    }

    @Override
    public void publishLocal(TopicBroadcast broadcast) {
        publish(broadcast);
    }

    /** Nothing to miss: there is no other node. */
    @Override
    public void onMissed(Runnable listener) {}

    /** @return whether it is the topic's first */
    boolean add(String topic, Subscriber subscriber) {
        boolean[] first = {false};
        loopsByTopic.compute(topic, (_, current) -> {
            first[0] = current == null;
            Map<EventLoop, Set<Subscriber>> loops = current == null ? new ConcurrentHashMap<>(2) : current;
            loops.computeIfAbsent(subscriber.loop(), _ -> ConcurrentHashMap.newKeySet(1)).add(subscriber);
            return loops;
        });
        return first[0];
    }

    /** @return whether it was the topic's last */
    boolean remove(String topic, Subscriber subscriber) {
        boolean[] last = {false};
        loopsByTopic.computeIfPresent(topic, (_, loops) -> {
            loops.computeIfPresent(subscriber.loop(), (_, subscribers) -> {
                subscribers.remove(subscriber);
                return subscribers.isEmpty() ? null : subscribers;
            });
            last[0] = loops.isEmpty();
            return loops.isEmpty() ? null : loops;
        });
        return last[0];
    }

    boolean hasSubscribers(String topic) {
        return loopsByTopic.containsKey(topic);
    }

    /** Topics with at least one subscriber; a snapshot that may already be out of date. */
    Set<String> topics() {
        return Set.copyOf(loopsByTopic.keySet());
    }

    /** The loops on which a broadcast of {@code topic} is a task. */
    Set<EventLoop> loops(String topic) {
        return Set.copyOf(loopsByTopic.getOrDefault(topic, Map.of()).keySet());
    }

    private static void deliver(TopicBroadcast broadcast, Set<Subscriber> subscribers) {
        for (Subscriber subscriber : subscribers) {
            if (subscriber != broadcast.from()) {
                deliver(broadcast, subscriber);
            }
        }
    }

    /** One subscriber's bug is not the others'. */
    private static void deliver(TopicBroadcast broadcast, Subscriber subscriber) {
        try {
            subscriber.deliver(broadcast);
        } catch (RuntimeException bug) {
            LOG.errorf(bug, "A subscriber of %s failed", broadcast.topic());
        }
    }
}
