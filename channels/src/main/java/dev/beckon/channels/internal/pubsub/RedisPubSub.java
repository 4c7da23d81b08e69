package dev.beckon.channels.internal.pubsub;

import dev.beckon.channels.BinaryPayload;
import dev.beckon.channels.NotPublishedException;
import dev.beckon.channels.RawJson;
import dev.beckon.channels.TopicBroadcast;
import dev.beckon.channels.internal.pubsub.PubSub.Subscriber;
import dev.beckon.netty.VertxLoop;
import dev.beckon.redis.RedisMessage;
import dev.beckon.redis.RedisPrefix;
import dev.beckon.redis.RedisTag;
import dev.beckon.redis.masters.RedisMaster;
import dev.beckon.redis.masters.RedisMasters;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Topics across nodes. This node's own subscribers get broadcasts directly; the other nodes get them through Redis, on
 * one connection for all subscriptions of the node and one for publishing, so that order is kept; in a Redis Cluster on
 * two such connections to each master, by sharded pub/sub. Redis is lossy: broadcasts published while a connection is down
 * are not delivered later, and {@link #onMissed} listeners run after each possible gap, such as a slot that has moved.
 * Thread-safe.
 */
public final class RedisPubSub implements PubSub, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RedisPubSub.class);

    /** The origin of a message that every node delivers, the publishing one too. */
    private static final String NO_NODE = "";

    private static final Uni<Void> DONE = Uni.createFrom().voidItem();

    private final LocalPubSub local = new LocalPubSub();
    private final List<Runnable> onMissed = new CopyOnWriteArrayList<>();
    private final Vertx vertx;
    private final VertxLoop loop;
    private final Context context;
    private final RedisMasters masters;
    private final RedisSettings config;
    private final RedisPrefix prefix;
    private final String node = UUID.randomUUID().toString();
    private final RedisPublisher publisher;
    private final ThisNode thisNode = new ThisNode();
    private final Map<RedisMaster, MasterConnections> connections = new ConcurrentHashMap<>();
    /** The master at which each tag's topics are subscribed, by the tag's number. */
    private List<@Nullable RedisMaster> placed = Collections.nCopies(RedisTag.COUNT, null);
    private final LongAdder received = new LongAdder();
    private final long heartbeatTimer;
    private boolean closed;

    public RedisPubSub(Vertx vertx, RedisMasters masters, RedisSettings config) {
        this.vertx = vertx;
        this.loop = VertxLoop.next(vertx);
        this.context = loop.context();
        this.masters = masters;
        this.config = config;
        this.prefix = masters.prefix(config.prefix());
        this.publisher = new RedisPublisher(context, masters, config.maxQueuedBroadcasts());
        this.heartbeatTimer = vertx.setPeriodic(config.heartbeat().toMillis(),
                _ -> context.runOnContext(_ -> connections.values().forEach(MasterConnections::beat)));
        masters.onChange(() -> context.runOnContext(_ -> mastersChanged()));
        masters.refreshed().onComplete(_ -> context.runOnContext(_ -> {
            mastersChanged();
            publisher.searched();
        }));
    }

    private final class ThisNode implements MasterConnections.Node {

        @Override
        public String id() {
            return node;
        }

        @Override
        public VertxLoop loop() {
            return loop;
        }

        @Override
        public boolean hasSubscribers(String topic) {
            return local.hasSubscribers(topic);
        }

        @Override
        public List<String> channels(RedisMaster master) {
            return local.topics().stream().map(prefix::channel).filter(channel -> masters.of(channel) == master).toList();
        }

        @Override
        public void deliver(String channel, String content) {
            RedisPubSub.this.deliver(channel, content);
        }

        @Override
        public void restored() {
            onMissed.forEach(Runnable::run);
        }
    }

    @Override
    public Uni<Void> subscribe(String topic, Subscriber subscriber) {
        local.add(topic, subscriber);
        String channel = prefix.channel(topic);
        if (at(masters.of(channel)).filter(at -> at.subscriptions().isConfirmed(channel)).isPresent()) {
            return DONE; // the usual case in a topic with many members
        }
        Promise<Void> confirmed = Promise.promise();
        context.runOnContext(_ -> subscribe(channel, confirmed));
        return Uni.createFrom().completionStage(confirmed.future().toCompletionStage())
                .ifNoItem().after(config.subscribeTimeout()).recoverWithItem((Void) null);
    }

    /** While no master is known, nothing can be confirmed; when one is, it gets the channels of all topics. */
    private void subscribe(String channel, Promise<Void> confirmed) {
        at(masters.of(channel)).map(MasterConnections::subscriptions).ifPresentOrElse(subscriptions -> {
            subscriptions.changed(channel);
            subscriptions.await(channel, confirmed);
        }, confirmed::complete);
    }

    @Override
    public void unsubscribe(String topic, Subscriber subscriber) {
        if (local.remove(topic, subscriber)) {
            String channel = prefix.channel(topic);
            context.runOnContext(_ -> at(masters.of(channel)).ifPresent(at -> at.subscriptions().changed(channel)));
        }
    }

    private Optional<MasterConnections> at(@Nullable RedisMaster master) {
        return Optional.ofNullable(master).map(connections::get);
    }

    @Override
    public Uni<Integer> publish(TopicBroadcast broadcast) {
        local.publish(broadcast);
        CompletableFuture<Integer> nodes = publisher.publish(prefix.channel(broadcast.topic()), message(broadcast, node).encode());
        return Uni.createFrom().deferred(() -> onCallersContext(nodes)); // most callers ignore the result
    }

    private Uni<Integer> onCallersContext(CompletableFuture<Integer> nodes) {
        Context caller = Vertx.currentContext();
        Uni<Integer> bounded = Uni.createFrom().completionStage(nodes.copy()) // a subscriber that stops waiting cancels its copy
                .ifNoItem().after(config.publishTimeout())
                .failWith(() -> NotPublishedException.ambiguous("Redis does not answer"));
        return caller == null ? bounded : bounded.emitOn(task -> caller.runOnContext(_ -> task.run()));
    }

    @Override
    public void publishRoundTrip(TopicBroadcast broadcast) {
        publisher.publish(prefix.channel(broadcast.topic()), message(broadcast, NO_NODE).encode());
    }

    @Override
    public void publishLocal(TopicBroadcast broadcast) {
        local.publish(broadcast);
    }

    @Override
    public void onMissed(Runnable listener) {
        onMissed.add(listener);
    }

    /** Redis channels whose subscription Redis has confirmed, the heartbeat's included. For tests and metrics. */
    public Uni<Integer> subscriptionCount() {
        return Uni.createFrom().emitter(count -> context.runOnContext(_ -> count.complete(subscriptions())));
    }

    /** Whether all broadcasts reach other nodes and arrive from them, as far as this node can see. */
    public Uni<Boolean> isConnected() {
        return Uni.createFrom().emitter(connected -> context.runOnContext(_ -> connected.complete(missingConnections() == 0)));
    }

    /** As {@link #subscriptionCount}, without waiting for commands in progress. */
    public int subscriptions() {
        return connections.values().stream().mapToInt(at -> at.subscriptions().size()).sum();
    }

    /** Number of open connections to Redis: at most one for subscriptions and one for publishing, to each master. */
    public int connections() {
        return connections.values().stream().mapToInt(MasterConnections::connected).sum();
    }

    /** Number of connections that should be open and are not; a slot without a master counts as one. */
    public int missingConnections() {
        Set<RedisMaster> holders = new HashSet<>();
        int missing = 0;
        for (RedisTag tag : RedisTag.ALL) {
            RedisMaster master = masters.of(tag);
            if (master == null) {
                missing++;
            } else if (holders.add(master)) {
                missing += 2 - at(master).map(MasterConnections::connected).orElse(0);
            }
        }
        return missing;
    }

    /** Messages received on this node's subscriptions since the start, without heartbeats. */
    public long receivedCount() {
        return received.sum();
    }

    /** Broadcasts since the start that did not go out to other nodes. */
    public long droppedCount() {
        return publisher.dropped();
    }

    @Override
    public void close() {
        vertx.cancelTimer(heartbeatTimer);
        context.runOnContext(_ -> {
            closed = true;
            connections.values().forEach(MasterConnections::close);
            connections.clear();
        });
    }

    private void mastersChanged() {
        if (closed) {
            return;
        }
        Set<RedisMaster> all = masters.all();
        all.forEach(master -> connections.computeIfAbsent(master, this::connect));
        // Once, because another thread may replace them meanwhile; then this method runs again.
        List<@Nullable RedisMaster> now = new ArrayList<>();
        RedisTag.ALL.forEach(tag -> now.add(masters.of(tag)));
        move(now);
        connections.values().forEach(MasterConnections::mastersChanged);
        connections.entrySet().removeIf(entry -> {
            boolean gone = !all.contains(entry.getKey());
            if (gone) {
                entry.getValue().close();
            }
            return gone;
        });
    }

    private MasterConnections connect(RedisMaster master) {
        MasterConnections made = new MasterConnections(master, masters, thisNode, publisher, config);
        made.open();
        return made;
    }

    /** Subscribes to the topics of moved slots where the slots are {@code now}. */
    private void move(List<@Nullable RedisMaster> now) {
        if (now.equals(placed)) {
            return;
        }
        Map<MasterConnections, List<String>> restored = new HashMap<>();
        for (String topic : local.topics()) {
            int tag = RedisTag.of(topic).number();
            RedisMaster from = placed.get(tag);
            RedisMaster to = now.get(tag);
            if (from != to) {
                String channel = prefix.channel(topic);
                at(from).ifPresent(former -> former.subscriptions().drop(channel));
                at(to).ifPresent(holder -> restored.computeIfAbsent(holder, _ -> new ArrayList<>()).add(channel));
            }
        }
        placed = now;
        restored.forEach((to, channels) -> to.subscriptions().restore(channels));
    }

    /** Topics with subscribers on this node; a snapshot. */
    Set<String> topics() {
        return local.topics();
    }

    private void deliver(String channel, String content) {
        received.increment();
        String topic = prefix.topic(channel);
        try {
            RedisMessage message = RedisMessage.decode(content);
            if (!message.origin().equals(node)) {
                local.publish(broadcast(topic, message));
            }
        } catch (IllegalArgumentException e) {
            LOG.warnf("A message on the Redis channel of topic %s is dropped: %s", topic, e.getMessage());
        }
    }

    private static RedisMessage message(TopicBroadcast broadcast, String origin) {
        return switch (broadcast.payload()) {
            case RawJson(var text) -> new RedisMessage(broadcast.event(), origin, broadcast.headers(), text);
            case BinaryPayload(var bytes) -> RedisMessage.ofBytes(broadcast.event(), origin, broadcast.headers(), bytes);
        };
    }

    private static TopicBroadcast broadcast(String topic, RedisMessage message) {
        byte[] bytes = message.bytes();
        return new TopicBroadcast(topic, message.event(), message.headers(),
                bytes == null ? new RawJson(message.payload()) : new BinaryPayload(bytes), null);
    }
}
