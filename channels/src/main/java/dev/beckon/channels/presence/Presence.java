package dev.beckon.channels.presence;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.channels.channel.Member;
import dev.beckon.channels.pubsub.PubSub;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Who is here, on every node: a channel tracks its members under keys such as user ids, and all members of a topic that
 * have been given the state are told of changes. Source: phoenix, {@code lib/phoenix/presence.ex}.
 *
 * <p>Thread-safe. Every call takes effect at once and in the order of calls for a topic, whether or not somebody
 * subscribes to its result; results come on the caller's Vert.x context. Refusals are {@link PresenceRefusedException}s.
 * Nothing runs, and nothing is subscribed in Redis, before the first call.
 */
@Singleton
public final class Presence {

    private static final Logger LOG = Logger.getLogger(Presence.class);
    private static final int INCARNATIONS_PER_MILLI = 1 << 20;

    private final PubSub pubSub;
    private final ObjectMapper objectMapper;
    private final PresenceConfig config;
    private final PresenceJson json;
    private final Enricher enricher;
    private volatile @Nullable List<PresenceShard> shards;

    @Inject
    Presence(PubSub pubSub, ObjectMapper objectMapper, PresenceConfig config, Instance<PresenceFetch> fetch, Vertx vertx) {
        this(pubSub, objectMapper, config, fetch.isUnsatisfied() ? null : fetch.get(), vertx);
    }

    /** @throws IllegalArgumentException for timeouts that cannot work together */
    Presence(PubSub pubSub, ObjectMapper objectMapper, PresenceConfig config, @Nullable PresenceFetch fetch, Vertx vertx) {
        if (config.downTimeout().compareTo(config.heartbeat().multipliedBy(2)) < 0
                || config.forgetTimeout().compareTo(config.downTimeout()) <= 0) {
            throw new IllegalArgumentException("channels.presence: down-timeout must be at least two heartbeats, and"
                    + " forget-timeout longer than that");
        }
        this.pubSub = pubSub;
        this.objectMapper = objectMapper;
        this.config = config;
        this.json = new PresenceJson(objectMapper, config.maxMetaBytes().asLongValue());
        this.enricher = new Enricher(fetch, json, vertx, config.fetchTimeout());
    }

    /**
     * {@code member} is here, under {@code key}, until it is gone or untracked. A member may have several keys, and a key
     * several members, such as one user's devices.
     *
     * @param meta what Jackson writes as a JSON object
     * @return the {@code phx_ref}; fails if it is refused
     */
    public Uni<String> track(Member member, String key, Object meta) {
        return track(member, member.topic(), key, meta);
    }

    /** As {@link #track(Member, String, Object)}, on another topic than the member's own, such as one that no client joins. */
    public Uni<String> track(Member member, String topic, String key, Object meta) {
        return checked(() -> shard(topic).track(member, topic, PresenceJson.key(key), json.meta(meta)));
    }

    /** Nothing happens if it is not there. */
    public Uni<Void> untrack(Member member, String key) {
        return untrack(member, member.topic(), key);
    }

    /** As {@link #untrack(Member, String)}, on another topic. */
    public Uni<Void> untrack(Member member, String topic, String key) {
        return result(shard(topic).untrack(member, topic, key));
    }

    /**
     * Puts another meta in the place of what {@code member} has tracked under {@code key}.
     *
     * @return the new {@code phx_ref}; fails if it is refused
     */
    public Uni<String> update(Member member, String key, Object newMeta) {
        return checked(() -> {
            ObjectNode meta = json.tree(newMeta);
            return shard(member.topic()).update(member, key, _ -> meta);
        });
    }

    /**
     * As {@link #update(Member, String, Object)}, for a meta that follows from the present one.
     *
     * @param change of the meta without its refs, which it may change in place; must be quick
     */
    public Uni<String> update(Member member, String key, UnaryOperator<ObjectNode> change) {
        return result(shard(member.topic()).update(member, key, change));
    }

    /**
     * Pushes {@code presence_state} to {@code member}, and subscribes it to the topic if it is not yet, so that it misses
     * no {@code presence_diff}. A channel calls this in {@code join}, after {@link #track}, and need not wait for it.
     */
    public Uni<Void> pushState(Member member) {
        CompletableFuture<Void> pushed = member.subscribe().subscribeAsCompletionStage()
                .thenCompose(_ -> shard(member.topic()).pushState(member));
        return result(pushed);
    }

    /**
     * Everyone on {@code topic}, on all nodes, by key: {@code {"metas":[…]}} and what {@link PresenceFetch} adds. A node
     * that has just started learns from the others within moments.
     */
    public Uni<Map<String, ObjectNode>> list(String topic) {
        return result(shard(topic).list(topic)).chain(presences -> enricher.trees(topic, presences));
    }

    /** Who is on {@code topic}, on all nodes, without their metas and without asking {@link PresenceFetch}. */
    public Uni<Set<String>> keys(String topic) {
        return result(shard(topic).list(topic)).map(Map::keySet);
    }

    /** Which of {@code keys} are on {@code topic}, on all nodes; costs no more if there are many others. */
    public Uni<Set<String>> present(String topic, Collection<String> keys) {
        return result(shard(topic).present(topic, keys));
    }

    /** As {@link #list}, for one key; empty if nobody is there under it. */
    public Uni<Optional<ObjectNode>> getByKey(String topic, String key) {
        return result(shard(topic).list(topic, key))
                .chain(entries -> enricher.trees(topic, entries.isEmpty() ? Map.of() : Map.of(key, entries)))
                .map(presences -> Optional.ofNullable(presences.get(key)));
    }

    /** Topics with presences, or with somebody still to be told, on this node; for tests and metrics. */
    public Uni<Integer> topicCount() {
        List<PresenceShard> all = shards;
        return all == null ? Uni.createFrom().item(0) : Uni.combine().all()
                .unis(all.stream().map(shard -> result(shard.topicCount())).toList())
                .with(Integer.class, counts -> counts.stream().mapToInt(Integer::intValue).sum());
    }

    /** Presences of all nodes on all topics, as this node knows them. */
    public int entryCount() {
        List<PresenceShard> all = shards;
        return all == null ? 0 : all.stream().mapToInt(PresenceShard::entries).sum();
    }

    /** Other nodes need not wait for silence. */
    void stop(@Observes ShutdownEvent event) {
        stop();
    }

    synchronized void stop() {
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

    /** All at once: who asks for the second topic should not wait again for what other nodes know. */
    private synchronized List<PresenceShard> start() {
        List<PresenceShard> all = shards;
        if (all == null) {
            long incarnation = System.currentTimeMillis() * INCARNATIONS_PER_MILLI
                    + ThreadLocalRandom.current().nextInt(INCARNATIONS_PER_MILLI);
            Replica self = new Replica(config.node().orElseGet(() -> UUID.randomUUID().toString()), incarnation);
            PresenceNode node = new PresenceNode(self, config, pubSub, enricher, json, new GossipJson(objectMapper));
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
        future.exceptionally(failure -> { // perhaps nobody else hears of it
            LOG.debugf("%s", failure.getMessage());
            return null;
        });
        Context context = Vertx.currentContext();
        Executor caller = context == null ? Runnable::run : task -> context.runOnContext(_ -> task.run());
        return Uni.createFrom().completionStage(future).emitOn(caller);
    }
}
