package dev.beckon.channels.internal.pubsub;

import dev.beckon.channels.TopicBroadcast;
import dev.beckon.channels.internal.pubsub.PubSub.Subscriber;
import dev.beckon.netty.EventLoop;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The subscribers of this node, by topic and event loop: a broadcast is one task for each loop that has subscribers,
 * and that task delivers to each of them. A topic without subscribers takes no memory. Thread-safe.
 */
public final class LocalPubSub implements PubSub {

    private static final Logger LOG = Logger.getLogger(LocalPubSub.class);

    private static final Uni<Integer> NO_NODE = Uni.createFrom().item(0);
    private static final Uni<Integer> THIS_NODE = Uni.createFrom().item(1);

    private final Map<String, Audience> audiences = new ConcurrentHashMap<>();

    /**
     * The subscribers of one topic. Most topics belong to one user and have one subscriber, which needs no map of loops
     * and no set.
     */
    private sealed interface Audience {

        record One(Subscriber subscriber) implements Audience {}

        record Many(Map<EventLoop, Set<Subscriber>> byLoop) implements Audience {

            Many add(Subscriber subscriber) {
                byLoop.computeIfAbsent(subscriber.loop(), _ -> ConcurrentHashMap.newKeySet(1)).add(subscriber);
                return this;
            }

            @Nullable
            Many remove(Subscriber subscriber) {
                byLoop.computeIfPresent(subscriber.loop(), (_, subscribers) -> {
                    subscribers.remove(subscriber);
                    return subscribers.isEmpty() ? null : subscribers;
                });
                return byLoop.isEmpty() ? null : this;
            }
        }
    }

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
    public Uni<Integer> publish(TopicBroadcast broadcast) {
        switch (audiences.get(broadcast.topic())) {
            case null -> {
                return NO_NODE;
            }
            case Audience.One(var subscriber) -> subscriber.loop().execute(() -> deliverIfThere(broadcast, subscriber));
            case Audience.Many(var byLoop) -> byLoop.forEach(
                    (loop, subscribers) -> loop.execute(() -> deliver(broadcast, subscribers)));
        }
        return THIS_NODE;
    }

    @Override
    public void publishRoundTrip(TopicBroadcast broadcast) {
        publish(broadcast);
    }

    @Override
    public void publishLocal(TopicBroadcast broadcast) {
        publish(broadcast);
    }

    /** Does nothing: without other nodes no broadcast can be missed. */
    @Override
    public void onMissed(Runnable listener) {}

    /** @return whether it is the topic's first subscriber */
    boolean add(String topic, Subscriber subscriber) {
        boolean[] first = {false};
        audiences.compute(topic, (_, audience) -> {
            first[0] = audience == null;
            return switch (audience) {
                case null -> new Audience.One(subscriber);
                case Audience.One(var other) -> new Audience.Many(new ConcurrentHashMap<>(2)).add(other).add(subscriber);
                case Audience.Many many -> many.add(subscriber);
            };
        });
        return first[0];
    }

    /** @return whether it was the topic's last subscriber */
    boolean remove(String topic, Subscriber subscriber) {
        boolean[] last = {false};
        audiences.computeIfPresent(topic, (_, audience) -> {
            Audience left = switch (audience) {
                case Audience.One one -> one.subscriber().equals(subscriber) ? null : one;
                case Audience.Many many -> many.remove(subscriber);
            };
            last[0] = left == null;
            return left;
        });
        return last[0];
    }

    boolean hasSubscribers(String topic) {
        return audiences.containsKey(topic);
    }

    /** Topics with at least one subscriber; a snapshot that may already be out of date. */
    Set<String> topics() {
        return Set.copyOf(audiences.keySet());
    }

    /** The loops on which the topic has subscribers; a broadcast is one task on each. */
    Set<EventLoop> loops(String topic) {
        return switch (audiences.get(topic)) {
            case null -> Set.of();
            case Audience.One(var subscriber) -> Set.of(subscriber.loop());
            case Audience.Many(var byLoop) -> Set.copyOf(byLoop.keySet());
        };
    }

    /** Skips a subscriber that has unsubscribed meanwhile. */
    private void deliverIfThere(TopicBroadcast broadcast, Subscriber subscriber) {
        boolean there = switch (audiences.get(broadcast.topic())) {
            case null -> false;
            case Audience.One(var present) -> present.equals(subscriber);
            case Audience.Many(var byLoop) -> byLoop.getOrDefault(subscriber.loop(), Set.of()).contains(subscriber);
        };
        if (there) {
            deliver(broadcast, Set.of(subscriber));
        }
    }

    private static void deliver(TopicBroadcast broadcast, Set<Subscriber> subscribers) {
        for (Subscriber subscriber : subscribers) {
            if (subscriber != broadcast.from()) {
                deliver(broadcast, subscriber);
            }
        }
    }

    /** Logs a failure, so that one subscriber's bug does not affect the others. */
    private static void deliver(TopicBroadcast broadcast, Subscriber subscriber) {
        try {
            subscriber.deliver(broadcast);
        } catch (RuntimeException bug) {
            LOG.errorf(bug, "A subscriber of %s failed", broadcast.topic());
        }
    }
}
