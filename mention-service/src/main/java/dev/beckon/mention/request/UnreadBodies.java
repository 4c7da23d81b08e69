package dev.beckon.mention.request;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Reads on and throws away what is left of a body that was refused before its end. Otherwise the next request on that
 * connection would wait for ever behind it, and closing at once would take the answer from a client that is still sending
 * (RFC 9112 §9.6).
 */
@Singleton
class UnreadBodies {

    private static final int EARLY = 1_000;

    /** As much again as a body may have; a client that sends more than that finds the connection closed. */
    private final long maxBytes;

    UnreadBodies(RequestConfig config) {
        this.maxBytes = 2 * config.maxBodySize().asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(this::watch, EARLY);
    }

    private void watch(RoutingContext exchange) {
        exchange.addEndHandler(_ -> drain(exchange.request()));
        exchange.next();
    }

    private void drain(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.handler((Buffer _) -> {
                if (request.bytesRead() > maxBytes) {
                    request.connection().close();
                }
            });
            request.resume();
        }
    }
}
