package dev.beckon.channels.internal.socket;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.channels.CloseCode;
import dev.beckon.channels.Endpoint;
import dev.beckon.channels.TopicBroadcast;
import dev.beckon.channels.internal.blocks.Blocks;
import dev.beckon.channels.internal.protocol.Serializers;
import dev.beckon.channels.internal.pubsub.PubSub;
import dev.beckon.channels.internal.pubsub.PubSub.Subscriber;
import dev.beckon.channels.internal.socket.SocketCounts.Refusal;
import dev.beckon.netty.EventLoop;
import dev.beckon.netty.VertxLoop;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of this node: makes one for each connection, and closes those that are silent, whose token has expired or
 * whose user is blocked. Thread-safe.
 */
@Startup
@Singleton
public final class Sockets {

    /** One walk over all sockets is cheaper than a timer for each, and neither silence nor expiry need be exact. */
    private static final int CHECKS_PER_IDLE_TIMEOUT = 12;
    private static final long CHECK_MILLIS = 1_000;

    /** Upgrades that wait for admission, each with a connection and a kilobyte; one more is refused at once. */
    private static final int MAX_WAITING_UPGRADES = 20_000;
    /**
     * Longest wait of an upgrade for admission, and longest time that a client without a join counts as pending. Below
     * the 10 s after which clients give up an upgrade or a join.
     */
    private static final Duration UPGRADE_PATIENCE = Duration.ofSeconds(5);

    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final SocketsById byId = new SocketsById();
    private final Disconnects disconnects;
    private final SocketContext context;
    private final Occupancy occupancy;
    private final Newcomers newcomers;
    private final Blocks blocks;
    private final Vertx vertx;
    private final long overdueTimer;
    private volatile boolean draining;

    /** Serializers do not depend on CDI. They use the application's ObjectMapper. */
    @Produces
    @Singleton
    static Serializers serializers(ObjectMapper json) {
        return new Serializers(json);
    }

    Sockets(PubSub pubSub, Blocks blocks, Serializers serializers, SocketConfig limits, Vertx vertx) {
        this.context = new SocketContext(pubSub, serializers, limits);
        this.occupancy = new Occupancy(limits.maxConnections(), limits.maxConnectionsPerUser());
        this.newcomers = new Newcomers(limits.maxNewcomers(), MAX_WAITING_UPGRADES, UPGRADE_PATIENCE);
        this.blocks = blocks;
        this.vertx = vertx;
        blocks.onBlocked(this::disconnect);
        this.disconnects = new Disconnects(VertxLoop.next(vertx), this::disconnect);
        pubSub.subscribe(Endpoint.DISCONNECTS, disconnects).subscribe().with(_ -> {});
        long period = Math.clamp(limits.idleTimeout().toMillis() / CHECKS_PER_IDLE_TIMEOUT, 1, CHECK_MILLIS);
        this.overdueTimer = vertx.setPeriodic(period, _ -> closeOverdue());
    }

    /**
     * Makes sockets without a container; {@code beckon-channels-test} runs an application's channels with it. Close it
     * by {@link #stop}.
     */
    public static Sockets standalone(
            PubSub pubSub, Blocks blocks, Serializers serializers, SocketConfig limits, Vertx vertx) {
        return new Sockets(pubSub, blocks, serializers, limits, vertx);
    }

    /** Whether this node takes any more sockets; cheap, so check it first. */
    public boolean hasRoom() {
        return !draining && occupancy.hasRoom();
    }

    /** @param id of {@link Admitted}. Whether the id may have one more socket */
    public boolean mayOpen(@Nullable String id) {
        return refusal(id) == null;
    }

    /** @return the reason for which this id may not have one more socket; {@code null}: it may */
    public @Nullable Refusal refusal(@Nullable String id) {
        if (id != null && blocks.isBlocked(id)) {
            return Refusal.BLOCKED;
        }
        return occupancy.hasRoomFor(id) ? null : Refusal.TOO_MANY_OF_ID;
    }

    public Newcomers newcomers() {
        return newcomers;
    }

    /** Upgrades that wait for admission now. */
    public int waiting() {
        return newcomers.waiting();
    }

    /** The most upgrades that have waited at the same time since the start. */
    public int mostWaiting() {
        return newcomers.mostWaiting();
    }

    /** Call on the connection's loop. Closes the socket at once if it would no longer be admitted now. */
    public Socket open(SocketConnection connection, Admitted client) {
        Socket socket = new Socket(connection, client, context);
        boolean withinBounds = occupancy.enter(client.id());
        context.counts().opened.increment();
        open.add(socket); // first, so that a block, disconnect or drain from now on finds the socket
        byId.add(socket);
        if (draining) {
            socket.close(CloseCode.RESTART);
        } else if (!withinBounds) {
            socket.close(CloseCode.TOO_MANY_CONNECTIONS);
        } else if (client.id() != null && blocks.isBlocked(client.id())) {
            socket.close(CloseCode.DISCONNECTED);
        }
        return socket;
    }

    /** Call on the connection's loop. */
    public void closed(Socket socket) {
        socket.closed();
        if (open.remove(socket)) {
            byId.remove(socket);
            occupancy.leave(socket.id());
        }
    }

    /**
     * Undeliverable messages since the start: the client's version of the protocol, or its transport, cannot carry
     * them.
     */
    public long untold() {
        return context.counts().untold();
    }

    public SocketCounts counts() {
        return context.counts();
    }

    /** Pending bytes of all sockets; sums them up at each call, so that a delivery need not count. */
    public long pendingBytes() {
        return open.stream().mapToLong(Socket::pendingBytes).sum();
    }

    public int count() {
        return open.size();
    }

    /** Whether this node is stopping and takes no new sockets. */
    public boolean isDraining() {
        return draining;
    }

    /** @return the open sockets; one that opens later is closed at once */
    List<Socket> drain() {
        draining = true;
        return List.copyOf(open);
    }

    private void disconnect(Set<String> ids) {
        for (String id : ids) {
            byId.of(id).forEach(socket -> socket.loop().execute(() -> socket.close(CloseCode.DISCONNECTED)));
        }
    }

    private void closeOverdue() {
        newcomers.expire();
        long idleTimeout = context.limits().idleTimeout().toNanos();
        Instant now = Instant.now();
        for (Socket socket : open) {
            CloseCode overdue = socket.overdue(idleTimeout, now);
            if (overdue != null) {
                socket.loop().execute(() -> socket.close(overdue));
            }
        }
    }

    @PreDestroy
    public void stop() {
        vertx.cancelTimer(overdueTimer);
        context.pubSub().unsubscribe(Endpoint.DISCONNECTS, disconnects);
    }

    /**
     * Receives from every node the ids whose sockets are to be closed. One subscription per node, so that a socket need
     * not subscribe first.
     */
    record Disconnects(EventLoop loop, Consumer<Set<String>> ids) implements Subscriber {

        @Override
        public void deliver(TopicBroadcast broadcast) {
            ids.accept(Set.of(broadcast.headers()));
        }
    }

    /** The open sockets that have an id. Thread-safe. */
    static final class SocketsById {

        /** Most ids have one socket and an immutable set; only ids with more use a set that can grow. */
        private final Map<String, Set<Socket>> sockets = new ConcurrentHashMap<>();

        void add(Socket socket) {
            String id = socket.id();
            if (id != null) {
                sockets.merge(id, Set.of(socket), SocketsById::grown);
            }
        }

        void remove(Socket socket) {
            String id = socket.id();
            if (id != null) {
                sockets.computeIfPresent(id, (_, of) -> of.equals(Set.of(socket)) ? null : without(of, socket));
            }
        }

        /** May change while it is walked. */
        Set<Socket> of(String id) {
            return sockets.getOrDefault(id, Set.of());
        }

        private static Set<Socket> grown(Set<Socket> of, Set<Socket> added) {
            Set<Socket> grown = of;
            if (of.size() == 1) {
                grown = ConcurrentHashMap.newKeySet();
                grown.addAll(of);
            }
            grown.addAll(added);
            return grown;
        }

        private static Set<Socket> without(Set<Socket> of, Socket socket) {
            if (of.size() > 1) {
                of.remove(socket);
            }
            return of;
        }
    }

    /** The objects that all sockets of a node share. */
    record SocketContext(PubSub pubSub, Serializers serializers, SocketConfig limits, Rate messages,
            Rate joins, SocketCounts counts) {

        SocketContext(PubSub pubSub, Serializers serializers, SocketConfig limits) {
            this(pubSub, serializers, limits, Rate.of(limits.maxMessagesPerSecond(), limits.messageBurst()),
                    Rate.of(limits.maxJoinsPerSecond(), limits.joinBurst()), new SocketCounts());
        }
    }
}
