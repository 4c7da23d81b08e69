package dev.beckon.channels.internal.pubsub;

import dev.beckon.channels.NotPublishedException;
import dev.beckon.redis.RedisSlot;
import dev.beckon.redis.RedisTag;
import dev.beckon.redis.masters.RedisMaster;
import dev.beckon.redis.masters.RedisMasters;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Publishes in the order of the calls, at most once, at the master of each channel. A message is dropped when {@code bound} messages
 * wait for its master already, or while there is no connection to it. Only while the first connection is being opened do messages
 * wait for it, so that a healthy start loses none. Every caller can find out what became of its message. Messages of a slot that has moved go to its new master, in their order. Drops
 * are counted, and logged when they begin and end. The state belongs to one Vert.x context; any thread may call {@link #publish}.
 */
final class RedisPublisher {

    /**
     * Sent and unanswered messages of a connection. Enough to fill a round trip; the client refuses more than its 2,048 waiting
     * handlers.
     */
    private static final int WINDOW = 1_000;

    /** Masters at which one message is tried; one correction is enough unless slots move again meanwhile. */
    private static final int ATTEMPTS = 4;

    private static final Logger LOG = Logger.getLogger(RedisPublisher.class);

    private final Context context;
    private final RedisMasters masters;
    private final Command command;
    private final int bound;
    private final Map<RedisMaster, Outlet> outlets = new ConcurrentHashMap<>();
    /** For messages of slots whose master is not known. */
    private final Outlet nowhere = new Outlet(null);
    private final List<Tag> tags = Stream.generate(Tag::new).limit(RedisTag.COUNT).toList();
    private final AtomicLong dropped = new AtomicLong();

    RedisPublisher(Context context, RedisMasters masters, int bound) {
        this.context = context;
        this.masters = masters;
        this.command = masters.isCluster() ? Command.SPUBLISH : Command.PUBLISH;
        this.bound = bound;
    }

    /**
     * A message on its way.
     *
     * @param receivers completes with the number of Redis's subscribers that got it, or with {@link NotPublishedException}
     * @param countedBy where it counts against the bound
     */
    private record Message(String channel, Request request, CompletableFuture<Integer> receivers, Outlet countedBy, int attempt) {

        Message again() {
            return new Message(channel, request, receivers, countedBy, attempt + 1);
        }
    }

    /** What waits for one master. */
    private static final class Outlet {

        final @Nullable RedisMaster master;
        final AtomicInteger pending = new AtomicInteger();
        final AtomicBoolean dropping = new AtomicBoolean();
        final Queue<Message> queue = new ArrayDeque<>();
        final Queue<Message> unanswered = new ArrayDeque<>();
        @Nullable
        RedisConnection connection;
        boolean starting = true;

        Outlet(@Nullable RedisMaster master) {
            this.master = master;
        }

        @Override
        public String toString() {
            return master == null ? "The Redis Cluster" : master.toString();
        }
    }

    /** Keeps a tag's messages in order while its slot moves: while some are at one master, none goes to another. */
    private static final class Tag {

        @Nullable
        Outlet at;
        int outstanding;
        final List<Message> returned = new ArrayList<>();
        final List<Message> held = new ArrayList<>();
    }

    /** @return the number of Redis's subscribers that got it; fails with {@link NotPublishedException}; completes on any thread */
    CompletableFuture<Integer> publish(String channel, String text) {
        CompletableFuture<Integer> receivers = new CompletableFuture<>();
        Outlet outlet = outlet(channel);
        if (outlet.pending.incrementAndGet() > bound) {
            outlet.pending.decrementAndGet();
            drop(outlet, 1, "more than " + bound + " wait");
            receivers.completeExceptionally(NotPublishedException.dropped("more than " + bound + " wait for Redis"));
            return receivers;
        }
        Message message = new Message(channel, Request.cmd(command).arg(channel).arg(text), receivers, outlet, 1);
        context.runOnContext(_ -> enqueue(message));
        return receivers;
    }

    /** Call on the context, like the methods below. */
    void opened(RedisMaster master, RedisConnection fresh) {
        Outlet outlet = outlet(master);
        outlet.starting = false;
        outlet.connection = fresh;
        send(outlet);
    }

    /** The connection is lost, or the first one could not be opened. Messages in flight may have arrived or not. */
    void lost(RedisMaster master) {
        Outlet outlet = outlet(master);
        outlet.starting = false;
        outlet.connection = null;
        abandon(outlet, outlet.unanswered, "Redis did not answer", NotPublishedException::ambiguous);
        send(outlet);
    }

    /** The master holds no slots any more. */
    void remove(RedisMaster master) {
        lost(master);
        outlets.remove(master);
    }

    /** The masters are known, or it is known that they do not answer: messages wait for them no longer. */
    void searched() {
        nowhere.starting = false;
        List<Message> waiting = List.copyOf(nowhere.queue);
        nowhere.queue.clear();
        waiting.forEach(message -> tag(message).returned.add(message));
        waiting.forEach(message -> settled(tag(message)));
    }

    long dropped() {
        return dropped.get();
    }

    private Outlet outlet(String channel) {
        RedisMaster master = masters.of(channel);
        return master == null ? nowhere : outlet(master);
    }

    private Outlet outlet(RedisMaster master) {
        return outlets.computeIfAbsent(master, Outlet::new);
    }

    private Tag tag(Message message) {
        return tags.get(masters.isCluster() ? RedisTag.numberAt(RedisSlot.of(message.channel)) : 0);
    }

    private void enqueue(Message message) {
        Tag tag = tag(message);
        Outlet to = outlet(message.channel);
        if (tag.outstanding > 0 && tag.at != to || !tag.returned.isEmpty() || !tag.held.isEmpty()) {
            tag.held.add(message);
            return;
        }
        tag.at = to;
        tag.outstanding++;
        to.queue.add(message);
        send(to);
    }

    private void send(Outlet outlet) {
        RedisConnection connection = outlet.connection;
        if (connection == null) {
            if (!outlet.starting) {
                String why = outlet == nowhere ? "no server of the Redis Cluster has the slot" : "Redis is out of reach";
                abandon(outlet, outlet.queue, why, NotPublishedException::dropped);
            }
            return;
        }
        while (outlet.unanswered.size() < WINDOW && !outlet.queue.isEmpty()) {
            Message message = outlet.queue.remove();
            outlet.unanswered.add(message);
            connection.send(message.request)
                    .onComplete(answer -> context.runOnContext(_ -> answered(outlet, connection, message, answer)));
        }
    }

    /** Answers come in the order of the messages. */
    private void answered(Outlet outlet, RedisConnection by, Message message, AsyncResult<Response> answer) {
        if (by != outlet.connection) {
            return; // lost() has counted it
        }
        outlet.unanswered.remove();
        if (answer.succeeded()) {
            message.receivers.complete(answer.result().toInteger());
            message.countedBy.pending.decrementAndGet();
            if (outlet.dropping.compareAndSet(true, false)) {
                LOG.infof("%s takes broadcasts for other nodes again; %d broadcasts were dropped since the start", outlet, dropped.get());
            }
        } else if (message.attempt < ATTEMPTS && outlet.master != null && masters.moved(answer.cause().getMessage(), outlet.master)) {
            tag(message).returned.add(message.again());
        } else {
            message.receivers.completeExceptionally(NotPublishedException.ambiguous(String.valueOf(answer.cause().getMessage())));
            message.countedBy.pending.decrementAndGet();
            drop(outlet, 1, answer.cause().getMessage());
        }
        settled(tag(message));
        send(outlet);
    }

    private void settled(Tag tag) {
        if (--tag.outstanding == 0 && !(tag.returned.isEmpty() && tag.held.isEmpty())) {
            List<Message> waiting = new ArrayList<>(tag.returned);
            waiting.addAll(tag.held);
            tag.returned.clear();
            tag.held.clear();
            waiting.forEach(this::enqueue);
        }
    }

    private void abandon(Outlet outlet, Queue<Message> messages, String why, Function<String, NotPublishedException> failure) {
        if (!messages.isEmpty()) {
            List<Message> gone = List.copyOf(messages);
            messages.clear();
            drop(outlet, gone.size(), why);
            for (Message message : gone) {
                message.receivers.completeExceptionally(failure.apply(why));
                message.countedBy.pending.decrementAndGet();
                settled(tag(message));
            }
        }
    }

    private void drop(Outlet outlet, int count, @Nullable String why) {
        dropped.addAndGet(count);
        if (outlet.dropping.compareAndSet(false, true)) {
            LOG.warnf("%s does not take broadcasts for other nodes: %s", outlet, why);
        }
    }
}
