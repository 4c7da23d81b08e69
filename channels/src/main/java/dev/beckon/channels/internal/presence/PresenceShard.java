package dev.beckon.channels.internal.presence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.channels.Member;
import dev.beckon.channels.PresenceRefusedException;
import dev.beckon.channels.PresenceRefusedException.Reason;
import dev.beckon.channels.internal.presence.ClusterPresence.PresenceLimits;
import dev.beckon.channels.internal.presence.Entry.Replica;
import dev.beckon.channels.internal.presence.PresenceState.Diff;
import dev.beckon.channels.internal.pubsub.PubSub;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The presences of some topics on this node: runs the calls for them one after another on its own thread, and sends the
 * changes to members and other nodes. Calls may come from any thread.
 */
final class PresenceShard {

    /**
     * Changes that another node may miss and still get one by one; a node that misses more gets all entries. Half a
     * minute's worth.
     */
    private static final int CHANGES_KEPT = 16_384;
    /**
     * Changes or entries in one message: enough to keep messages few, and not so many that one message delays the
     * others.
     */
    private static final int TRANSFER_LIMIT = 500;
    private static final int STOP_SECONDS = 1;

    private final ShardThread thread;
    private final PresenceConfig config;
    private final PresenceLimits limits;
    private final PresenceState state;
    private final PresenceJson json;
    private final PresenceGossip gossip;
    private final Announcer announcer;
    private final Set<Tracker> watched = new HashSet<>();

    /** @param owner a member, or another object that stands for what is tracked; it has each key of the topic at most once */
    private record Tracker(Object owner, String topic) {}

    PresenceShard(PresenceNode node, int number) {
        this.thread = new ShardThread("presence-" + number);
        this.config = node.config();
        this.limits = node.limits();
        this.state = new PresenceState(node.self(), CHANGES_KEPT);
        this.json = node.json();
        Pulse pulse = new Pulse(thread, config.tick(), this::publish);
        this.announcer = new Announcer(node.pubSub(), node.enricher(), node.listeners(), thread, pulse::request);
        GossipProtocol protocol = new GossipProtocol(state, new GossipProtocol.Settings(config.heartbeat(),
                config.downTimeout(), limits.forgetTimeout(), TRANSFER_LIMIT), announcer::changed);
        this.gossip = new PresenceGossip(
                node.pubSub(), number + "/" + config.shards(), node.self(), thread, protocol, node.gossipJson(), pulse::request);
    }

    void start() {
        thread.execute(() -> gossip.start(config));
    }

    private void publish() {
        announcer.announce();
        gossip.flush();
    }

    /** @return the {@code phx_ref} */
    CompletableFuture<String> track(Object owner, String topic, String key, String meta) {
        Tracker tracker = new Tracker(owner, topic);
        return call(() -> {
            if (state.find(tracker, key) != null) {
                throw new PresenceRefusedException(Reason.ALREADY_TRACKED);
            }
            Entry next = new Entry(state.self(), state.clock() + 1, 0, topic, key, meta);
            checkRoom(topic, PresenceJson.sizeBytes(next));
            changed(state.join(tracker, topic, key, meta));
            if (owner instanceof Member member && watched.add(tracker)) {
                member.onEnd(() -> thread.execute(() -> ended(tracker)));
            }
            return next.ref();
        });
    }

    /** @return the new {@code phx_ref} */
    CompletableFuture<String> update(Object owner, String topic, String key, UnaryOperator<ObjectNode> change) {
        Tracker tracker = new Tracker(owner, topic);
        return call(() -> {
            Entry old = state.find(tracker, key);
            if (old == null) {
                throw new PresenceRefusedException(Reason.NOT_TRACKED);
            }
            String meta = json.meta(change.apply(json.metaOf(old)));
            Entry next = new Entry(state.self(), state.clock() + 2, old.clock(), old.topic(), key, meta);
            checkRoom(old.topic(), PresenceJson.sizeBytes(next) - PresenceJson.sizeBytes(old));
            changed(state.update(tracker, old, meta));
            return next.ref();
        });
    }

    CompletableFuture<Void> untrack(Object owner, String topic, String key) {
        Tracker tracker = new Tracker(owner, topic);
        CompletableFuture<Void> done = new CompletableFuture<>();
        thread.execute(() -> { // not bounded: an entry whose removal was refused would stay
            changed(state.leave(tracker, key));
            done.complete(null);
        });
        return done;
    }

    CompletableFuture<Void> pushState(Member member) {
        return call(() -> announcer.pushState(member)).thenCompose(sent -> sent);
    }

    /** The topic's present entries. */
    CompletableFuture<Map<String, List<Entry>>> list(String topic) {
        return call(() -> new LinkedHashMap<>(announcer.presences(topic).byKey()));
    }

    CompletableFuture<List<Entry>> list(String topic, String key) {
        return call(() -> announcer.presences(topic).get(key));
    }

    CompletableFuture<Set<String>> present(String topic, Collection<String> keys) {
        return call(() -> {
            Set<String> present = new HashSet<>(keys);
            present.retainAll(announcer.presences(topic).byKey().keySet());
            return present;
        });
    }

    /** Entries of all nodes on all topics. Any thread. */
    int entries() {
        return announcer.entries();
    }

    /** Topics that take memory here. */
    CompletableFuture<Integer> topicCount() {
        return call(announcer::topicCount);
    }

    void stop() {
        if (thread.isClosed()) {
            return;
        }
        CompletableFuture<Void> sent = new CompletableFuture<>();
        thread.execute(() -> {
            gossip.stop();
            sent.complete(null);
        });
        sent.completeOnTimeout(null, STOP_SECONDS, TimeUnit.SECONDS).join();
        thread.close();
    }

    private void ended(Tracker tracker) {
        watched.remove(tracker);
        changed(state.leave(tracker));
    }

    private void changed(Diff diff) {
        announcer.changed(diff);
        gossip.changed();
    }

    private void checkRoom(String topic, int more) {
        if (announcer.presences(topic).bytes() + more > config.maxStateBytes().asLongValue()) {
            throw new PresenceRefusedException(Reason.TOPIC_FULL);
        }
    }

    private <T> CompletableFuture<T> call(Supplier<T> task) {
        if (thread.queued() >= limits.maxQueuedCalls()) {
            return CompletableFuture.failedFuture(new PresenceRefusedException(Reason.OVERLOADED));
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                result.complete(task.get());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /** The objects that all shards of this node share. */
    record PresenceNode(
            Replica self, PresenceConfig config, PresenceLimits limits, PubSub pubSub, Enricher enricher,
            PresenceListeners listeners, PresenceJson json, GossipJson gossipJson) {}

    /**
     * Runs a task soon after it is requested, and at most once per period however often it is requested. Confined to a
     * shard's thread.
     */
    static final class Pulse {

        /** Requests that belong together, such as a join and its request for the state, arrive within this time. */
        private static final Duration GATHERING = Duration.ofMillis(10);

        private final ShardThread thread;
        private final long periodNanos;
        private final long gatheringNanos;
        private final Runnable task;
        private boolean due;
        private long last;

        Pulse(ShardThread thread, Duration period, Runnable task) {
            this.thread = thread;
            this.periodNanos = period.toNanos();
            this.gatheringNanos = Math.min(periodNanos, GATHERING.toNanos());
            this.task = task;
            this.last = System.nanoTime() - periodNanos;
        }

        void request() {
            if (!due) {
                due = true;
                thread.after(Math.max(gatheringNanos, last + periodNanos - System.nanoTime()), this::run);
            }
        }

        private void run() {
            due = false;
            last = System.nanoTime();
            task.run();
        }
    }
}
