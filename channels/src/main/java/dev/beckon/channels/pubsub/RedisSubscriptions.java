package dev.beckon.channels.pubsub;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which Redis channels this node's one subscribing connection is subscribed to. Callers only say that a channel may have
 * changed; when Redis has answered what was sent before, each such channel is compared with {@code wanted}, and the
 * differences go out in a few SUBSCRIBE and UNSUBSCRIBE commands. So calls in any order end in the right state, and the
 * more there are in a round trip, the more go into one command. Confined to one Vert.x context.
 */
final class RedisSubscriptions {

    private final Context context;
    private final int batch;
    private final Predicate<String> wanted;
    private final Runnable onRestored;
    private final Set<String> changed = new LinkedHashSet<>();
    private final Set<String> sent = new HashSet<>();
    /** Read by any thread. */
    private final Set<String> confirmed = ConcurrentHashMap.newKeySet();
    private final Set<String> restoring = new HashSet<>();
    private final Map<String, List<Promise<Void>>> waiting = new HashMap<>();
    private @Nullable RedisConnection connection;
    private int unanswered;
    private volatile int size;
    private boolean flushing;

    /**
     * @param wanted whether this node has a subscriber for a Redis channel
     * @param onRestored runs when a new connection has every subscription that the one before it had
     */
    RedisSubscriptions(Context context, int batch, Predicate<String> wanted, Runnable onRestored) {
        this.context = context;
        this.batch = batch;
        this.wanted = wanted;
        this.onRestored = onRestored;
    }

    /** {@code channel} may have got its first or lost its last subscriber. */
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
     * Whether Redis has confirmed {@code channel}, which stays so for as long as it is wanted by the caller, who has begun to
     * want it before. Any thread.
     */
    boolean isConfirmed(String channel) {
        return confirmed.contains(channel);
    }

    /** Starts from nothing on a new connection: {@code channels} are subscribed again. */
    void restart(RedisConnection fresh, Collection<String> channels) {
        connection = fresh;
        sent.clear();
        unanswered = 0;
        forgetConfirmed();
        restoring.clear();
        restoring.addAll(channels);
        channels.forEach(this::changed);
    }

    /** Nobody waits for a confirmation that cannot come. */
    void stop() {
        connection = null;
        unanswered = 0;
        forgetConfirmed(); // or who subscribes while restart() begins could take the old connection's word for the new one's
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

    /** Redis has unsubscribed this connection from some channel. */
    void unsubscribed() {
        answered();
    }

    /** Redis has refused a command and does not say which; whoever waits for its channels waits until the timeout. */
    void refused() {
        unanswered = 0;
        flushSoon();
    }

    /** Any thread. */
    int size() {
        return size;
    }

    /** Nothing more is to come for {@code channel}: it is subscribed, or no longer wanted. */
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
        if (connection == null) {
            changed.clear(); // restart() names every channel again
            return;
        }
        List<String> subscribe = new ArrayList<>();
        List<String> unsubscribe = new ArrayList<>();
        for (String channel : changed) {
            // In this order: whoever wants it from now on finds it unconfirmed, or is found by us.
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
        send(Command.UNSUBSCRIBE, unsubscribe);
        send(Command.SUBSCRIBE, subscribe);
    }

    private void send(Command command, List<String> channels) {
        for (int from = 0; from < channels.size(); from += batch) {
            Request request = Request.cmd(command);
            channels.subList(from, Math.min(channels.size(), from + batch)).forEach(request::arg);
            connection.send(request);
        }
    }
}
