package dev.beckon.channels.socket;

import dev.beckon.channels.channel.Assigns;
import dev.beckon.channels.channel.ChannelRouter;
import dev.beckon.channels.channel.UserSocket;
import dev.beckon.channels.protocol.V2JsonSerializer;
import dev.beckon.channels.pubsub.PubSub;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The sockets of this node: makes one for each connection, and closes those that fall silent. Thread-safe. */
@Startup
@Singleton
public final class Sockets {

    /** Looks at every socket; cheaper than a timer for each, and an idle timeout need not be exact. */
    private static final int CHECKS_PER_TIMEOUT = 12;

    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ChannelRouter router;
    private final PubSub pubSub;
    private final V2JsonSerializer serializer;
    private final SocketConfig limits;
    private final Vertx vertx;
    private final long idleTimer;

    Sockets(UserSocket userSocket, PubSub pubSub, V2JsonSerializer serializer, SocketConfig limits, Vertx vertx) {
        ChannelRouter.Builder routes = ChannelRouter.builder();
        userSocket.channels(routes);
        this.router = routes.build();
        this.pubSub = pubSub;
        this.serializer = serializer;
        this.limits = limits;
        this.vertx = vertx;
        long period = Math.max(1, limits.idleTimeout().toMillis() / CHECKS_PER_TIMEOUT);
        this.idleTimer = vertx.setPeriodic(period, _ -> closeIdle());
    }

    /** Call on the connection's loop. */
    public Socket open(SocketConnection connection, Assigns assigns) {
        Socket socket = new Socket(connection, assigns, router, pubSub, serializer, limits);
        open.add(socket);
        return socket;
    }

    /** Call on the connection's loop. */
    public void closed(Socket socket) {
        socket.closed();
        open.remove(socket);
    }

    public int count() {
        return open.size();
    }

    private void closeIdle() {
        long timeout = limits.idleTimeout().toNanos();
        for (Socket socket : open) {
            if (socket.silentNanos() > timeout) {
                socket.loop().execute(() -> socket.close(CloseCode.IDLE));
            }
        }
    }

    @PreDestroy
    void stop() {
        vertx.cancelTimer(idleTimer);
    }
}
