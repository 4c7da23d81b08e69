package dev.beckon.channels.internal.transport;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Serves the socket at the configured path. The annotation of a WebSocket fixes its path when an application is built.
 * If the configured path is another one, requests for it are rerouted to the annotation's path, and clients' own
 * requests for that path get 404.
 */
@Singleton
final class SocketPath {

    static final String BUILT_IN = "/socket";

    /** Runs before every route of the transports. */
    private static final int FIRST = -10_000;
    private static final int NOT_FOUND = 404;
    private static final String MOVED = SocketPath.class.getName();

    private final String path;

    SocketPath(TransportConfig config) {
        this.path = config.path();
    }

    void route(@Observes Router router) {
        if (!path.equals(BUILT_IN)) {
            for (String transport : new String[] {"/websocket", "/longpoll"}) {
                router.route(path + transport).order(FIRST).handler(exchange -> move(exchange, BUILT_IN + transport));
                router.route(BUILT_IN + transport).order(FIRST).handler(SocketPath::passIfMoved);
            }
        }
    }

    private static void move(RoutingContext exchange, String to) {
        HttpServerRequest request = exchange.request();
        exchange.put(MOVED, true);
        exchange.reroute(request.method(), request.query() == null ? to : to + '?' + request.query());
    }

    private static void passIfMoved(RoutingContext exchange) {
        if (exchange.get(MOVED) == null) {
            exchange.response().setStatusCode(NOT_FOUND).end();
        } else {
            exchange.next();
        }
    }
}
