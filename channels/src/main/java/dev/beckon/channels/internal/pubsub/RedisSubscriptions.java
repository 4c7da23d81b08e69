package dev.beckon.channels.internal.pubsub;

import dev.beckon.redis.RedisSlot;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the subscriptions of this node's subscribing connection to one Redis up to date. Callers only mark a channel as
 * changed; when Redis has answered the commands sent before, each such channel is compared with {@code wanted}, and the
 * differences go out in a few SUBSCRIBE and UNSUBSCRIBE commands. So calls in any order end in the right state, and the
 * more calls there are in a round trip, the more channels go into one command. In a cluster they are SSUBSCRIBE and
 * SUNSUBSCRIBE, and the channels of one command share a slot. Confined to one Vert.x context.
 */
final class RedisSubscriptions {

    private final Context context;
    private final int batch;
    private final boolean cluster;
    private final Predicate<String> wanted;
    private final Runnable onRestored;
    private final Set<String> changed = new LinkedHashSet<>();
    private final Set<String> sent = new HashSet<>();
    /** Any thread may read it. */
    private final Set<String> confirmed = ConcurrentHashMap.newKeySet();
    private final Set<String> restoring = new HashSet<>();
    private final Map<String, List<Promise<Void>>> waiting = new HashMap<>();
    private @Nullable RedisConnection connection;
    private int unanswered;
    private volatile int size;
    private boolean flushing;
    private boolean refusedForNow;

    /**
     * @param wanted whether this node has a subscriber for a Redis channel
     * @param onRestored runs when a new connection has every subscription that the one before it had, or this one has those
     *     that it lost or was given
     */
    RedisSubscriptions(Context context, int batch, boolean cluster, Predicate<String> wanted, Runnable onRestored) {
        this.context = context;
        this.batch = batch;
        this.cluster = cluster;
        this.wanted = wanted;
        this.onRestored = onRestored;
    }

    /** {@code channel} may have gained its first or lost its last subscriber. */
    void changed(String channel) {
        changed.add(channel);
        flushSoon();
    }

    /** {@code waiter} completes when Redis has confirmed {@code channel}; at once if there is no connection. */
    void await(String channel, Promise<Void> waiter) {
        if (connection == null || confirmed.contains(channel)) {
            waiter.complete();
        } else {
            waiting.computeIfAbsent(channel, _ -> new ArrayList<>(1)).add(waiter);
        }
    }

    /**
     * Whether Redis has confirmed {@code channel}. If the caller has subscribed before this call, the answer stays true
     * until it unsubscribes. Any thread.
     */
    boolean isConfirmed(String channel) {
        return confirmed.contains(channel);
    }

    /** Starts over on a new connection: subscribes to {@code channels} again. */
    void restart(RedisConnection fresh, Collection<String> channels) {
        connection = fresh;
        sent.clear();
        unanswered = 0;
        forgetConfirmed();
        restoring.clear();
        restoring.addAll(channels);
        channels.forEach(this::changed);
    }

    /** The connection is lost: completes all waiters, because no confirmation can arrive. */
    void stop() {
        connection = null;
        unanswered = 0;
        // A subscriber that arrives while restart() begins must not take the old connection's confirmation for the new one's.
        forgetConfirmed();
        List.copyOf(waiting.keySet()).forEach(this::release);
    }

    private void forgetConfirmed() {
        confirmed.clear();
        size = 0;
    }

    /** Redis has subscribed this connection to {@code channel}. */
    void subscribed(String channel) {
        if (sent.contains(channel)) {
            confirmed.add(channel);
            size = confirmed.size();
            settled(channel);
        }
        answered();
    }

    /** Redis has unsubscribed this connection: because it was asked to, or because the slot has moved to another master. */
    void unsubscribed(String channel) {
        if (cluster && sent.contains(channel)) {
            // Subscribing here again succeeds, or MOVED names the server that has the slot now.
            drop(channel);
            restore(List.of(channel));
        }
        answered();
    }

    /** Subscribes to channels that another master had, or that were lost. */
    void restore(Collection<String> channels) {
        if (connection != null) { // otherwise restart() adds them
            restoring.addAll(channels);
            channels.forEach(this::changed);
        }
    }

    /** Another master has the channel's slot, so that the subscription here has ended. */
    void drop(String channel) {
        sent.remove(channel);
        confirmed.remove(channel);
        size = confirmed.size();
        changed.remove(channel);
        restoring.remove(channel);
        release(channel);
    }

    /**
     * Redis has refused a command without naming it; waiters for its channels complete at the timeout.
     *
     * @param forNow whether it may take the same command later; then {@link #retry} repeats it
     */
    void refused(boolean forNow) {
        refusedForNow |= forNow;
        unanswered = 0;
        flushSoon();
    }

    /** Repeats what Redis has refused for the moment. */
    void retry() {
        if (refusedForNow) {
            refusedForNow = false;
            List<String> unconfirmed = sent.stream().filter(channel -> !confirmed.contains(channel)).toList();
            unconfirmed.forEach(sent::remove);
            restore(unconfirmed);
        }
    }

    /** Any thread. */
    int size() {
        return size;
    }

    /** Completes the waiters for {@code channel}: it is subscribed, or no longer wanted. */
    private void settled(String channel) {
        release(channel);
        if (restoring.remove(channel) && restoring.isEmpty()) {
            onRestored.run();
        }
    }

    private void release(String channel) {
        List<Promise<Void>> waiters = waiting.remove(channel);
        if (waiters != null) {
            waiters.forEach(Promise::complete);
        }
    }

    private void answered() {
        unanswered = Math.max(0, unanswered - 1);
        flushSoon();
    }

    private void flushSoon() {
        if (!flushing && unanswered == 0 && !changed.isEmpty()) {
            flushing = true;
            context.runOnContext(_ -> flush());
        }
    }

    private void flush() {
        flushing = false;
        RedisConnection to = connection;
        if (to == null) {
            changed.clear(); // restart() adds every channel again
            return;
        }
        List<String> subscribe = new ArrayList<>();
        List<String> unsubscribe = new ArrayList<>();
        for (String channel : changed) {
            // In this order: a subscriber that arrives from now on finds the channel unconfirmed, or wanted.test() finds the subscriber.
            boolean was = confirmed.remove(channel);
            boolean want = wanted.test(channel);
            if (want && was) {
                confirmed.add(channel);
            }
            if (want && sent.add(channel)) {
                subscribe.add(channel);
            } else if (!want && sent.remove(channel)) {
                unsubscribe.add(channel);
            }
            if (!want) {
                settled(channel);
            }
        }
        size = confirmed.size();
        changed.clear();
        unanswered = unsubscribe.size() + subscribe.size();
        send(to, cluster ? Command.SUNSUBSCRIBE : Command.UNSUBSCRIBE, unsubscribe);
        send(to, cluster ? Command.SSUBSCRIBE : Command.SUBSCRIBE, subscribe);
    }

    private void send(RedisConnection to, Command command, List<String> channels) {
        Map<Integer, List<String>> bySlot = channels.stream()
                .collect(Collectors.groupingBy(channel -> cluster ? RedisSlot.of(channel) : 0, LinkedHashMap::new, Collectors.toList()));
        for (List<String> together : bySlot.values()) {
            for (int from = 0; from < together.size(); from += batch) {
                Request request = Request.cmd(command);
                together.subList(from, Math.min(together.size(), from + batch)).forEach(request::arg);
                to.send(request);
            }
        }
    }
}
