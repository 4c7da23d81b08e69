package dev.beckon.channels.presence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.channels.channel.Member;
import dev.beckon.channels.presence.PresenceRefusedException.Reason;
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
 * The presences of some topics on this node: takes the calls for them, one after another on its own thread, and tells
 * members and other nodes what has come of them. Calls may come from any thread.
 */
final class PresenceShard {

    /** Changes that another node may miss and still be told one by one; beyond it gets everything. Half a minute's worth. */
    private static final int CHANGES_KEPT = 16_384;
    /** Enough to make few messages of many changes, and not so many that one message holds up the others. */
    private static final int TRANSFER_LIMIT = 500;
    private static final int STOP_SECONDS = 1;

    private final ShardThread thread;
    private final PresenceConfig config;
    private final PresenceState state;
    private final PresenceJson json;
    private final PresenceGossip gossip;
    private final Announcer announcer;
    private final Set<Tracker> watched = new HashSet<>();

    /** Who tracks where: a member has a key once on each topic. */
    private record Tracker(Member member, String topic) {}

    PresenceShard(PresenceNode node, int number) {
        this.thread = new ShardThread("presence-" + number);
        this.config = node.config();
        this.state = new PresenceState(node.self(), CHANGES_KEPT);
        this.json = node.json();
        Pulse pulse = new Pulse(thread, config.tick(), this::tell);
        this.announcer = new Announcer(node.pubSub(), node.enricher(), thread, pulse::request);
        GossipProtocol protocol = new GossipProtocol(state, new GossipProtocol.Settings(config.heartbeat().dividedBy(2),
                config.downTimeout(), config.forgetTimeout(), TRANSFER_LIMIT), announcer::changed);
        this.gossip = new PresenceGossip(
                node.pubSub(), number + "/" + config.shards(), thread, protocol, node.gossipJson(), pulse::request);
    }

    void start() {
        thread.execute(() -> gossip.start(config));
    }

    private void tell() {
        announcer.announce();
        gossip.flush();
    }

    /** @return the {@code phx_ref} */
    CompletableFuture<String> track(Member member, String topic, String key, String meta) {
        Tracker tracker = new Tracker(member, topic);
        return call(() -> {
            if (state.find(tracker, key) != null) {
                throw new PresenceRefusedException(Reason.ALREADY_TRACKED);
            }
            Entry next = new Entry(state.self(), state.clock() + 1, 0, topic, key, meta);
            checkRoom(topic, PresenceJson.sizeBytes(next));
            changed(state.join(tracker, topic, key, meta));
            if (watched.add(tracker)) {
                member.onEnd(() -> thread.execute(() -> ended(tracker)));
            }
            return next.ref();
        });
    }

    /** @return the new {@code phx_ref} */
    CompletableFuture<String> update(Member member, String key, UnaryOperator<ObjectNode> change) {
        Tracker tracker = new Tracker(member, member.topic());
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

    CompletableFuture<Void> untrack(Member member, String topic, String key) {
        Tracker tracker = new Tracker(member, topic);
        CompletableFuture<Void> done = new CompletableFuture<>();
        thread.execute(() -> { // never refused: what cannot be taken back would stay
            changed(state.leave(tracker, key));
            done.complete(null);
        });
        return done;
    }

    CompletableFuture<Void> pushState(Member member) {
        return call(() -> announcer.tellState(member)).thenCompose(told -> told);
    }

    /** As they are now. */
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

    /** Who is here on all topics, of all nodes. Any thread. */
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
        CompletableFuture<Void> said = new CompletableFuture<>();
        thread.execute(() -> {
            gossip.stop(state.self());
            said.complete(null);
        });
        said.completeOnTimeout(null, STOP_SECONDS, TimeUnit.SECONDS).join();
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
        if (thread.queued() >= config.maxQueuedCalls()) {
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
}
