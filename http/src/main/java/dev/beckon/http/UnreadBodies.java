package dev.beckon.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Reads and discards the rest of a body that was refused before its end. Otherwise the next request on that connection would wait
 * for ever behind it, and closing at once would lose the answer to a client that is still sending (RFC 9112 §9.6).
 */
@Singleton
final class UnreadBodies {

    private static final int EARLY = 1_000;

    /** Twice the largest body of any service. Beyond it the connection is closed. */
    private static final long MAX_BYTES = 2 << 20;

    void register(@Observes Filters filters) {
        filters.register(this::watch, EARLY);
    }

    private void watch(RoutingContext exchange) {
        exchange.addEndHandler(_ -> drain(exchange.request()));
        exchange.next();
    }

    private static void drain(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.handler((Buffer _) -> {
                if (request.bytesRead() > MAX_BYTES) {
                    request.connection().close();
                }
            });
            request.resume();
        }
    }
}
