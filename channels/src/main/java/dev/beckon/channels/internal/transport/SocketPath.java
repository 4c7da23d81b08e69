package dev.beckon.channels.internal.transport;

import dev.beckon.channels.internal.socket.MountedSocket;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Serves each socket at its own path. The annotation of a WebSocket fixes its path when an application is built. Requests for
 * other paths are rerouted to the annotation's path; clients' own requests for that path get 404 unless a socket is there.
 */
@Singleton
final class SocketPath {

    static final String BUILT_IN = "/socket";

    /** Runs before every route of the transports. */
    private static final int FIRST = -10_000;
    private static final int NOT_FOUND = 404;
    private static final String WEBSOCKET = "/websocket";
    private static final String LONGPOLL = "/longpoll";
    private static final String MOVED = SocketPath.class.getName();

    private final MountedSockets sockets;
    private final boolean websocket;
    private final boolean longpoll;

    SocketPath(MountedSockets sockets, TransportConfig config,
            @ConfigProperty(name = "channels.longpoll.enabled", defaultValue = "true") boolean longpoll) {
        this.sockets = sockets;
        this.websocket = config.websocket();
        this.longpoll = longpoll;
    }

    void route(@Observes Router router) {
        boolean websocketHere = false;
        boolean longpollHere = false;
        for (MountedSocket socket : sockets.all()) {
            boolean hasWebsocket = websocket && socket.mount().websocket();
            boolean hasLongpoll = longpoll && socket.mount().longpoll();
            if (!hasWebsocket && !hasLongpoll) {
                throw new IllegalStateException("the socket at %s has no transport: turn channels.transport.websocket or "
                        .formatted(socket.mount().path()) + "channels.longpoll.enabled on, or leave the socket the other one");
            }
            if (socket.mount().path().equals(BUILT_IN)) {
                websocketHere = hasWebsocket;
                longpollHere = hasLongpoll;
            } else {
                move(router, socket, WEBSOCKET, hasWebsocket);
                move(router, socket, LONGPOLL, hasLongpoll);
            }
        }
        close(router, WEBSOCKET, websocketHere);
        close(router, LONGPOLL, longpollHere);
    }

    private static void move(Router router, MountedSocket socket, String transport, boolean on) {
        if (on) {
            router.route(socket.mount().path() + transport).order(FIRST).handler(exchange -> move(exchange, socket, BUILT_IN + transport));
        }
    }

    private static void move(RoutingContext exchange, MountedSocket socket, String to) {
        HttpServerRequest request = exchange.request();
        exchange.put(MOVED, true);
        MountedSockets.setCurrent(socket);
        exchange.reroute(request.method(), request.query() == null ? to : to + '?' + request.query());
    }

    private static void close(Router router, String transport, boolean open) {
        if (!open) {
            router.route(BUILT_IN + transport).order(FIRST).handler(SocketPath::passIfMoved);
        }
    }

    private static void passIfMoved(RoutingContext exchange) {
        if (exchange.get(MOVED) == null) {
            exchange.response().setStatusCode(NOT_FOUND).end();
        } else {
            exchange.next();
        }
    }
}
