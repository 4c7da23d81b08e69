package dev.beckon.channels.internal.blocks;

import dev.beckon.channels.BlocksFullException;
import dev.beckon.channels.ChannelRouter;
import dev.beckon.channels.RawJson;
import dev.beckon.channels.TopicBroadcast;
import dev.beckon.channels.internal.blocks.BlockStore.MemoryBlockStore;
import dev.beckon.channels.internal.pubsub.PubSub;
import dev.beckon.channels.internal.pubsub.PubSub.Subscriber;
import dev.beckon.netty.EventLoop;
import dev.beckon.netty.VertxLoop;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jboss.logging.Logger;

/**
 * The blocked ids, which may not connect until they are unblocked. Every node checks its own copy in memory; it reads
 * the shared list again when another node announces a change, after every interruption, and regularly. A node that
 * cannot reach the shared list keeps its copy, and restores ids that the list has lost. Thread-safe.
 */
public final class Blocks {

    /** Topic on which nodes announce changes of the list to each other. */
    public static final String TOPIC = ChannelRouter.RESERVED + "blocks";

    private static final Logger LOG = Logger.getLogger(Blocks.class);

    private final Vertx vertx;
    private final PubSub pubSub;
    private final BlockStore store;
    private final int max;
    private final long refreshTimer;
    private final Announcements announcements;
    private final List<Consumer<Set<String>>> listeners = new CopyOnWriteArrayList<>();
    private volatile Set<String> known = Set.of();
    private boolean loading;
    private boolean stale;
    private boolean unreachable;

    /** The list of blocked ids. */
    @ConfigMapping(prefix = "channels.blocks")
    public interface Config {

        /** Interval at which a node reads the list again, in case an announcement was lost; bounds the delay of a block. */
        @WithDefault("30s")
        @DurationMin(millis = 1)
        Duration refresh();
    }

    Blocks(Vertx vertx, PubSub pubSub, BlockStore store, int max, Duration refresh) {
        this.vertx = vertx;
        this.pubSub = pubSub;
        this.store = store;
        this.max = max;
        this.announcements = new Announcements(VertxLoop.next(vertx), this::load);
        this.refreshTimer = vertx.setPeriodic(Math.max(1, refresh.toMillis()), _ -> load());
        pubSub.onMissed(this::load);
        pubSub.subscribe(TOPIC, announcements).subscribe().with(_ -> load());
    }

    /**
     * Makes blocks for one node alone, without a container; {@code beckon-channels-test} uses it. Close it by {@link
     * #close}.
     */
    public static Blocks ofOneNode(Vertx vertx, PubSub pubSub) {
        return new Blocks(vertx, pubSub, new MemoryBlockStore(), Integer.MAX_VALUE, Duration.ofDays(1));
    }

    /** Receives other nodes' announcements of changes. */
    private record Announcements(EventLoop loop, Runnable onChange) implements Subscriber {

        @Override
        public void deliver(TopicBroadcast broadcast) {
            onChange.run();
        }
    }

    /** Whether {@code id} is blocked in this node's copy. */
    public boolean isBlocked(String id) {
        return known.contains(id);
    }

    /** The blocked ids in this node's copy. */
    public Set<String> all() {
        return known;
    }

    /**
     * Blocks {@code id}: on this node when the result completes, on other nodes when the announcement reaches them.
     *
     * @return fails with {@link BlocksFullException}, or if it could not be recorded; then the block may be in force or
     *     not
     */
    public Uni<Void> block(String id) {
        return store.add(id, max)
                .onItem().transformToUni(added -> added
                        ? Uni.createFrom().voidItem()
                        : Uni.createFrom().failure(new BlocksFullException(max)))
                .invoke(() -> changed(id, true))
                .replaceWithVoid();
    }

    public Uni<Void> unblock(String id) {
        return store.remove(id).invoke(() -> changed(id, false));
    }

    /** @param listener gets newly blocked ids, after {@link #isBlocked} returns true for them; on any thread */
    public void onBlocked(Consumer<Set<String>> listener) {
        listeners.add(listener);
    }

    public void close() {
        vertx.cancelTimer(refreshTimer);
        pubSub.unsubscribe(TOPIC, announcements);
    }

    private void changed(String id, boolean blocked) {
        synchronized (this) {
            stale = loading; // the list being read may be older than this change
            Set<String> ids = new HashSet<>(known);
            if (blocked) {
                ids.add(id);
            } else {
                ids.remove(id);
            }
            replace(ids);
        }
        announce();
    }

    private void announce() {
        pubSub.publish(new TopicBroadcast(TOPIC, "changed", "", RawJson.EMPTY, announcements));
    }

    private void load() {
        synchronized (this) {
            if (loading) {
                stale = true;
                return;
            }
            loading = true;
            stale = false;
        }
        store.load(known).subscribe().with(this::loaded, this::notLoaded);
    }

    private void loaded(BlockStore.Contents contents) {
        if (contents.restored() > 0) {
            LOG.warnf("Redis had lost %d blocks, which are put back. This node kept refusing those ids.", contents.restored());
            announce(); // a node that has started meanwhile may not have these ids
        }
        boolean again;
        synchronized (this) {
            loading = false;
            again = stale;
            unreachable = false;
            if (!again) {
                replace(contents.ids());
            }
        }
        if (again) {
            load();
        }
    }

    private synchronized void notLoaded(Throwable failure) {
        loading = false;
        if (!unreachable) {
            LOG.warnf("The list of blocks cannot be read, trying on with the %d known: %s", known.size(), failure);
            unreachable = true;
        }
    }

    private void replace(Set<String> ids) {
        Set<String> added = new HashSet<>(ids);
        added.removeAll(known);
        known = Set.copyOf(ids);
        if (!added.isEmpty()) {
            listeners.forEach(listener -> listener.accept(added));
        }
    }
}
