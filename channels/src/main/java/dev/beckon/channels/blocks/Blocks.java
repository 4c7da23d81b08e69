package dev.beckon.channels.blocks;

import dev.beckon.channels.protocol.RawJson;
import dev.beckon.channels.pubsub.EventLoop;
import dev.beckon.channels.pubsub.PubSub;
import dev.beckon.channels.pubsub.Subscriber;
import dev.beckon.channels.pubsub.TopicBroadcast;
import dev.beckon.channels.pubsub.VertxLoop;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Ids that are kept out until somebody lifts that. Every node asks its own memory, at no cost; what is in it is read again
 * when another node says that something has changed, after every interruption, and regularly. A node that cannot reach the
 * others' memory keeps what it knows, and gives back to that memory what it has lost. Thread-safe.
 */
public final class Blocks {

    /** Nodes tell each other here; no client joins it, whatever the patterns are. */
    public static final String TOPIC = "/blocks";

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

    /** Without a container, for one node alone; what {@code beckon-channels-test} runs with. Close it by {@link #close}. */
    public static Blocks ofOneNode(Vertx vertx, PubSub pubSub) {
        return new Blocks(vertx, pubSub, new MemoryBlockStore(), Integer.MAX_VALUE, Duration.ofDays(1));
    }

    /** Other nodes' word that something has changed. */
    private record Announcements(EventLoop loop, Runnable heard) implements Subscriber {

        @Override
        public void deliver(TopicBroadcast broadcast) {
            heard.run();
        }
    }

    /** As far as this node knows. */
    public boolean isBlocked(String id) {
        return known.contains(id);
    }

    /** As far as this node knows. */
    public Set<String> all() {
        return known;
    }

    /**
     * Keeps {@code id} out, on this node from then on when this completes, and on all others as soon as they hear of it.
     *
     * @return fails with {@link BlocksFullException}, or if it could not be recorded; then nothing is certain
     */
    public Uni<Void> block(String id) {
        return store.add(id, max)
                .onItem().transformToUni(added -> added ? Uni.createFrom().voidItem() : Uni.createFrom().failure(new BlocksFullException(max)))
                .invoke(() -> changed(id, true))
                .replaceWithVoid();
    }

    /** Lets {@code id} in again. */
    public Uni<Void> unblock(String id) {
        return store.remove(id).invoke(() -> changed(id, false));
    }

    /** @param listener told of ids that were not blocked before, when {@link #isBlocked} says so already; any thread */
    public void onBlocked(Consumer<Set<String>> listener) {
        listeners.add(listener);
    }

    public void close() {
        vertx.cancelTimer(refreshTimer);
        pubSub.unsubscribe(TOPIC, announcements);
    }

    private void changed(String id, boolean blocked) {
        synchronized (this) {
            stale = loading; // what is being read may be older than this
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
            LOG.warnf("Redis had lost %d blocks, which are put back. Nobody was let in who was kept out here.", contents.restored());
            announce(); // a node that has started meanwhile may not know them
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
