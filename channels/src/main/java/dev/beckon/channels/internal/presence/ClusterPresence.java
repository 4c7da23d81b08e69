package dev.beckon.channels.internal.presence;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.channels.Endpoint;
import dev.beckon.channels.Member;
import dev.beckon.channels.Presence;
import dev.beckon.channels.PresenceFetch;
import dev.beckon.channels.PresenceRefusedException;
import dev.beckon.channels.internal.presence.Entry.Replica;
import dev.beckon.channels.internal.presence.PresenceShard.PresenceNode;
import dev.beckon.channels.internal.protocol.NativeTypes;
import dev.beckon.channels.internal.pubsub.PubSub;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Presences shared between the nodes of a cluster by gossip, in shards by topic. Every call takes effect at once and in the
 * order of calls for a topic, whether or not its result is subscribed to; nothing runs, and nothing is subscribed in Redis,
 * before the first call. Thread-safe.
 */
@Singleton
public final class ClusterPresence implements Presence {

    private static final Logger LOG = Logger.getLogger(ClusterPresence.class);
    private static final int INCARNATIONS_PER_MILLI = 1 << 20;

    private final PubSub pubSub;
    private final ObjectMapper objectMapper;
    private final PresenceConfig config;
    private final PresenceLimits limits;
    private final PresenceJson json;
    private final Enricher enricher;
    private final PresenceListeners listeners;
    private volatile @Nullable List<PresenceShard> shards;

    @Inject
    ClusterPresence(PubSub pubSub, ObjectMapper objectMapper, PresenceConfig config, Instance<PresenceFetch> fetch, Vertx vertx) {
        this(pubSub, objectMapper, config, PresenceLimits.DEFAULT, fetch.isUnsatisfied() ? null : fetch.get(), vertx);
    }

    /** @throws IllegalArgumentException for timeouts that contradict each other */
    ClusterPresence(PubSub pubSub, ObjectMapper objectMapper, PresenceConfig config, PresenceLimits limits,
            @Nullable PresenceFetch fetch, Vertx vertx) {
        if (config.downTimeout().compareTo(config.heartbeat().multipliedBy(2)) < 0
                || limits.forgetTimeout().compareTo(config.downTimeout()) <= 0) {
            throw new IllegalArgumentException("channels.presence: down-timeout must be at least two heartbeats, and"
                    + " forget-timeout longer than that");
        }
        this.pubSub = pubSub;
        this.objectMapper = objectMapper;
        this.config = config;
        this.limits = limits;
        this.json = new PresenceJson(NativeTypes.checked(objectMapper), limits.maxMetaBytes());
        this.enricher = new Enricher(fetch, json, vertx, limits.fetchTimeout());
        this.listeners = new PresenceListeners(json, vertx);
    }

    /** Makes presence without a container; {@code beckon-channels-test} uses it. Close it by {@link #stop}. */
    public static ClusterPresence standalone(PubSub pubSub, ObjectMapper objectMapper, PresenceConfig config, Vertx vertx) {
        return new ClusterPresence(pubSub, objectMapper, config, PresenceLimits.DEFAULT, null, vertx);
    }

    @Override
    public Uni<String> track(Member member, String key, Object meta) {
        return track(member, member.topic(), key, meta);
    }

    @Override
    public Uni<String> track(Member member, String topic, String key, Object meta) {
        return checked(() -> shard(topic).track(member, topic, PresenceJson.key(key), json.meta(meta)));
    }

    @Override
    public Uni<Tracked> track(String topic, String key, Object meta) {
        Thing thing = new Thing(topic, key);
        return checked(() -> shard(topic).track(thing, topic, PresenceJson.key(key), json.meta(meta))).replaceWith(thing);
    }

    /** Is itself the owner of its one entry, so it does not compare by its fields. */
    private final class Thing implements Tracked {

        private final String topic;
        private final String key;

        Thing(String topic, String key) {
            this.topic = topic;
            this.key = key;
        }

        @Override
        public String topic() {
            return topic;
        }

        @Override
        public String key() {
            return key;
        }

        @Override
        public Uni<String> update(Object newMeta) {
            return checked(() -> {
                ObjectNode meta = json.tree(newMeta);
                return shard(topic).update(this, topic, key, _ -> meta);
            });
        }

        @Override
        public Uni<String> update(UnaryOperator<ObjectNode> change) {
            return result(shard(topic).update(this, topic, key, change));
        }

        @Override
        public Uni<Void> untrack() {
            return result(shard(topic).untrack(this, topic, key));
        }
    }

    @Override
    public Endpoint.Subscription listen(Function<Change, Uni<Void>> listener) {
        Endpoint.Subscription subscription = listeners.add(listener);
        if (shards == null) {
            start();
        }
        return subscription;
    }

    @Override
    public Uni<Void> untrack(Member member, String key) {
        return untrack(member, member.topic(), key);
    }

    @Override
    public Uni<Void> untrack(Member member, String topic, String key) {
        return result(shard(topic).untrack(member, topic, key));
    }

    @Override
    public Uni<String> update(Member member, String key, Object newMeta) {
        return checked(() -> {
            ObjectNode meta = json.tree(newMeta);
            return shard(member.topic()).update(member, member.topic(), key, _ -> meta);
        });
    }

    @Override
    public Uni<String> update(Member member, String key, UnaryOperator<ObjectNode> change) {
        return result(shard(member.topic()).update(member, member.topic(), key, change));
    }

    @Override
    public Uni<Void> pushState(Member member) {
        CompletableFuture<Void> pushed = member.subscribe().subscribeAsCompletionStage()
                .thenCompose(_ -> shard(member.topic()).pushState(member));
        return result(pushed);
    }

    @Override
    public Uni<Map<String, ObjectNode>> list(String topic) {
        return result(shard(topic).list(topic)).chain(presences -> enricher.trees(topic, presences));
    }

    @Override
    public Uni<Set<String>> keys(String topic) {
        return result(shard(topic).list(topic)).map(Map::keySet);
    }

    @Override
    public Uni<Set<String>> present(String topic, Collection<String> keys) {
        return result(shard(topic).present(topic, keys));
    }

    @Override
    public Uni<Optional<ObjectNode>> getByKey(String topic, String key) {
        return result(shard(topic).list(topic, key))
                .chain(entries -> enricher.trees(topic, entries.isEmpty() ? Map.of() : Map.of(key, entries)))
                .map(presences -> Optional.ofNullable(presences.get(key)));
    }

    @Override
    public Uni<Integer> topicCount() {
        List<PresenceShard> all = shards;
        return all == null
                ? Uni.createFrom().item(0)
                : Uni.combine().all()
                        .unis(all.stream().map(shard -> result(shard.topicCount())).toList())
                        .with(Integer.class, counts -> counts.stream().mapToInt(Integer::intValue).sum());
    }

    @Override
    public int entryCount() {
        List<PresenceShard> all = shards;
        return all == null ? 0 : all.stream().mapToInt(PresenceShard::entries).sum();
    }

    /** Sends a goodbye, so that other nodes need not wait for the silence timeout. */
    void stop(@Observes ShutdownEvent event) {
        stop();
    }

    public synchronized void stop() {
        List<PresenceShard> all = shards;
        if (all != null) {
            all.forEach(PresenceShard::stop);
        }
    }

    private PresenceShard shard(String topic) {
        List<PresenceShard> all = shards;
        if (all == null) {
            all = start();
        }
        return all.get(Math.floorMod(topic.hashCode(), all.size()));
    }

    /**
     * Starts all shards at once: a caller that uses a second topic should not wait again for other nodes' presences.
     */
    private synchronized List<PresenceShard> start() {
        List<PresenceShard> all = shards;
        if (all == null) {
            long incarnation = System.currentTimeMillis() * INCARNATIONS_PER_MILLI
                    + ThreadLocalRandom.current().nextInt(INCARNATIONS_PER_MILLI);
            Replica self = new Replica(config.node().orElseGet(() -> UUID.randomUUID().toString()), incarnation);
            PresenceNode node = new PresenceNode(self, config, limits, pubSub, enricher, listeners, json, new GossipJson(objectMapper));
            all = IntStream.range(0, config.shards()).mapToObj(number -> new PresenceShard(node, number)).toList();
            all.forEach(PresenceShard::start);
            shards = all;
        }
        return all;
    }

    private static <T> Uni<T> checked(Supplier<CompletableFuture<T>> call) {
        try {
            return result(call.get());
        } catch (PresenceRefusedException refused) {
            LOG.debugf("%s", refused.getMessage());
            return Uni.createFrom().failure(refused);
        }
    }

    private static <T> Uni<T> result(CompletableFuture<T> future) {
        future.exceptionally(failure -> { // the caller may not handle the failure
            LOG.debugf("%s", failure.getMessage());
            return null;
        });
        Context context = Vertx.currentContext();
        Executor caller = context == null ? Runnable::run : task -> context.runOnContext(_ -> task.run());
        return Uni.createFrom().completionStage(future).emitOn(caller);
    }

    /**
     * Limits of presence that are not configurable; tests use others.
     *
     * @param forgetTimeout silence after which a node's presences are deleted, and would have to be sent again;
     *     Phoenix's default
     * @param maxMetaBytes size of one meta as JSON; every member of the topic gets it, and every node keeps it
     * @param fetchTimeout for {@link PresenceFetch}; after it members get presences without its additions
     * @param maxQueuedCalls calls of this node that wait for one shard; one more is refused. A shard handles that many
     *     in about a second
     */
    record PresenceLimits(Duration forgetTimeout, int maxMetaBytes, Duration fetchTimeout, int maxQueuedCalls) {

        static final PresenceLimits DEFAULT = new PresenceLimits(Duration.ofMinutes(20), 1_024, Duration.ofSeconds(5), 50_000);
    }
}
