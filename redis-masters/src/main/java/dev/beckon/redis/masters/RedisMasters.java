package dev.beckon.redis.masters;

import dev.beckon.redis.RedisPrefix;
import dev.beckon.redis.RedisSlot;
import dev.beckon.redis.RedisTag;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Finds the {@link RedisMaster} of a channel or key. In a cluster each master has a client of its own, so that one that is away does
 * not affect the others; Vert.x's client for clusters opens no connection while any node is away. The cluster is asked for its
 * masters regularly and after {@link #refresh}, and {@link #moved} corrects single slots. Thread-safe.
 */
public final class RedisMasters implements AutoCloseable {

    /** Bounds the time after which a failover that nothing announces is noticed. */
    private static final Duration REFRESH = Duration.ofSeconds(5);

    /** How long a master without slots is kept, so that it can answer what was sent to it. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** Corrections that one command follows; one is enough unless slots move again meanwhile. */
    private static final int REDIRECTS = 3;

    private final @Nullable MasterSearch search;
    private final Runnable stop;
    private final Map<String, RedisMaster> known = new HashMap<>();
    private final Map<RedisMaster, Long> idleSince = new HashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile List<@Nullable RedisMaster> byTag;

    private RedisMasters(Redis redis) {
        RedisMaster master = new RedisMaster("", redis);
        this.search = null;
        this.stop = () -> {};
        this.byTag = Collections.nCopies(RedisTag.COUNT, master);
        known.put("", master);
    }

    private RedisMasters(Vertx vertx, RedisOptions options) {
        this.search = new MasterSearch(vertx, options, this::replace);
        this.byTag = Collections.nCopies(RedisTag.COUNT, null);
        long timer = vertx.setPeriodic(REFRESH.toMillis(), _ -> refresh());
        this.stop = () -> vertx.cancelTimer(timer);
    }

    /** A single Redis, or the master that Sentinel names. Closing it leaves the client open. */
    public static RedisMasters single(Redis redis) {
        return new RedisMasters(redis);
    }

    /** @param options their endpoints are nodes of the cluster, of which one that answers is enough */
    public static RedisMasters cluster(Vertx vertx, RedisOptions options) {
        RedisMasters masters = new RedisMasters(vertx, options);
        masters.refresh();
        return masters;
    }

    public boolean isCluster() {
        return search != null;
    }

    /** @throws IllegalArgumentException for a prefix that a cluster cannot have */
    public RedisPrefix prefix(String text) {
        return new RedisPrefix(text, isCluster());
    }

    /** @return {@code null}: no master of the cluster has the tag's slot, or none is known yet */
    public @Nullable RedisMaster of(RedisTag tag) {
        return byTag.get(tag.number());
    }

    /** @param name a channel or key that {@link #prefix} made */
    public @Nullable RedisMaster of(String name) {
        return isCluster() ? byTag.get(RedisTag.numberAt(RedisSlot.of(name))) : byTag.getFirst();
    }

    /** Every master that holds a tag, or did a few seconds ago. */
    public synchronized Set<RedisMaster> all() {
        return Set.copyOf(known.values());
    }

    /** @param listener runs, on any thread, when {@link #of} or {@link #all} may have changed */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Asks the cluster for its masters soon. Call it when a master seems to be away. */
    public void refresh() {
        refreshed();
    }

    /** As {@link #refresh}. @return completes on any thread, whether or not the cluster has answered; never fails */
    public Future<Void> refreshed() {
        return search == null ? Future.succeededFuture() : search.search(all().stream().map(RedisMaster::address).toList());
    }

    /**
     * Takes an error message's word for a slot's master, if it is {@code MOVED slot host:port}.
     *
     * @param by the master that answered so
     * @return whether it is; from now on {@link #of} returns that master
     */
    public boolean moved(@Nullable String error, RedisMaster by) {
        if (search == null) {
            return false;
        }
        Map<Integer, String> moved = ClusterSlots.moved(String.valueOf(error), ClusterSlots.host(by.address()));
        if (!moved.isEmpty()) {
            List<@Nullable String> addresses = new ArrayList<>();
            byTag.forEach(master -> addresses.add(master == null ? null : master.address()));
            moved.forEach((slot, address) -> addresses.set(RedisTag.numberAt(slot), address));
            replace(addresses);
            refresh();
        }
        return !moved.isEmpty();
    }

    /** Sends a command to the master of {@code key}, its only key. Fails as the client does, or if there is no master. */
    public Future<@Nullable Response> send(String key, Request request) {
        return send(key, request, REDIRECTS);
    }

    private Future<@Nullable Response> send(String key, Request request, int redirects) {
        RedisMaster master = of(key);
        if (master == null) {
            return redirects == 0
                    ? Future.<@Nullable Response>failedFuture("no master of the Redis Cluster holds " + key)
                    : refreshed().<@Nullable Response>compose(_ -> send(key, request, 0));
        }
        return master.client().send(request).recover(failure -> {
            if (redirects > 0 && moved(failure.getMessage(), master)) {
                return send(key, request, redirects - 1);
            }
            refresh();
            return Future.failedFuture(failure);
        });
    }

    private void replace(List<@Nullable String> addresses) {
        boolean changed;
        List<RedisMaster> gone;
        synchronized (this) {
            List<@Nullable RedisMaster> fresh = new ArrayList<>();
            addresses.forEach(address -> fresh.add(address == null ? null : known.computeIfAbsent(address, this::master)));
            gone = gone(fresh);
            changed = !fresh.equals(byTag) || !gone.isEmpty();
            byTag = Collections.unmodifiableList(fresh);
        }
        if (changed) {
            listeners.forEach(Runnable::run);
        }
        if (search != null) {
            gone.forEach(master -> search.forget(master.address()));
        }
    }

    private RedisMaster master(String address) {
        if (search == null) {
            throw new IllegalStateException("a single Redis is known from the start");
        }
        return new RedisMaster(address, search.client(address));
    }

    /** Removes masters that have held no tag for the grace time. */
    private List<RedisMaster> gone(List<@Nullable RedisMaster> holders) {
        long now = System.nanoTime();
        idleSince.keySet().removeIf(holders::contains);
        known.values().stream().filter(master -> !holders.contains(master)).forEach(idle -> idleSince.putIfAbsent(idle, now));
        List<RedisMaster> gone = idleSince.entrySet().stream()
                .filter(idle -> now - idle.getValue() > GRACE.toNanos()).map(Map.Entry::getKey).toList();
        gone.forEach(idleSince::remove);
        known.values().removeAll(gone);
        return gone;
    }

    /** Does not close the client of a single Redis, which its maker closes. */
    @Override
    public void close() {
        stop.run();
        if (search != null) {
            search.close();
        }
    }
}
