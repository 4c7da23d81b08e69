package dev.beckon.channels.socket;

import dev.beckon.channels.blocks.Blocks;
import dev.beckon.channels.channel.ChannelRouter;
import dev.beckon.channels.channel.Endpoint;
import dev.beckon.channels.channel.UserSocket;
import dev.beckon.channels.protocol.Serializers;
import dev.beckon.channels.pubsub.PubSub;
import dev.beckon.channels.pubsub.VertxLoop;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of this node: makes one for each connection, and closes those that fall silent, whose token expires or whose
 * user is blocked. Thread-safe.
 */
@Startup
@Singleton
public final class Sockets {

    /** One walk over every socket is cheaper than a timer for each, and neither silence nor expiry need be exact. */
    private static final int CHECKS_PER_IDLE_TIMEOUT = 12;
    private static final long CHECK_MILLIS = 1_000;

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

    Sockets(UserSocket userSocket, PubSub pubSub, Blocks blocks, Serializers serializers, SocketConfig limits, Vertx vertx) {
        ChannelRouter.Builder routes = ChannelRouter.builder();
        userSocket.channels(routes);
        this.context = new SocketContext(routes.build(), pubSub, serializers, limits);
        this.occupancy = new Occupancy(limits.maxConnections(), limits.maxConnectionsPerUser());
        this.newcomers = new Newcomers(limits);
        this.blocks = blocks;
        this.vertx = vertx;
        blocks.onBlocked(this::disconnect);
        this.disconnects = new Disconnects(VertxLoop.next(vertx), this::disconnect);
        pubSub.subscribe(Endpoint.DISCONNECTS, disconnects).subscribe().with(_ -> {});
        long period = Math.clamp(limits.idleTimeout().toMillis() / CHECKS_PER_IDLE_TIMEOUT, 1, CHECK_MILLIS);
        this.overdueTimer = vertx.setPeriodic(period, _ -> closeOverdue());
    }

    /** Without a container; what {@code beckon-channels-test} runs an application's channels with. Close it by {@link #stop}. */
    public static Sockets standalone(
            UserSocket userSocket, PubSub pubSub, Blocks blocks, Serializers serializers, SocketConfig limits, Vertx vertx) {
        return new Sockets(userSocket, pubSub, blocks, serializers, limits, vertx);
    }

    /** Whether this node takes any more; cheap, to be asked before anything else. */
    public boolean hasRoom() {
        return !draining && occupancy.hasRoom();
    }

    /** @param id of {@link Admitted}. Whether it may have one more */
    public boolean mayOpen(@Nullable String id) {
        return refusal(id) == null;
    }

    /** @return why this id may not have one more; {@code null}: it may */
    public @Nullable Refusal refusal(@Nullable String id) {
        if (id != null && blocks.isBlocked(id)) {
            return Refusal.BLOCKED;
        }
        return occupancy.hasRoomFor(id) ? null : Refusal.TOO_MANY_OF_ID;
    }

    public Newcomers newcomers() {
        return newcomers;
    }

    /** Clients that wait for their turn to open one. */
    public int waiting() {
        return newcomers.waiting();
    }

    /** At a time, since the start. */
    public int mostWaiting() {
        return newcomers.mostWaiting();
    }

    /** Call on the connection's loop. Closes what should not have been let in as matters stand now. */
    public Socket open(SocketConnection connection, Admitted client) {
        Socket socket = new Socket(connection, client, context);
        boolean withinBounds = occupancy.enter(client.id());
        context.counts().opened.increment();
        open.add(socket); // first: who is blocked, disconnected or drained from now on is found here
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
            occupancy.leave(socket.userId());
        }
    }

    /** Messages that a client's version of the protocol cannot say, since the start. */
    public long untold() {
        return context.counts().untold();
    }

    public SocketCounts counts() {
        return context.counts();
    }

    /** Of all sockets; walks them, so that a delivery need not count. */
    public long pendingBytes() {
        return open.stream().mapToLong(Socket::pendingBytes).sum();
    }

    public int count() {
        return open.size();
    }

    /** Whether this node stops, and takes no new sockets. */
    public boolean isDraining() {
        return draining;
    }

    /** @return those that were open; one that opens later is closed at once */
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
}
