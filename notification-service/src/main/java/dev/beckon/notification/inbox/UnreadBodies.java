package dev.beckon.notification.inbox;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
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

    /** Ten times what a body may have: a client that sends more than that finds the connection closed. */
    private final long maxBytes;

    UnreadBodies(InboxConfig config) {
        this.maxBytes = 10 * config.maxBodySize().asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(exchange -> {
            exchange.addEndHandler(_ -> drain(exchange.request()));
            exchange.next();
        }, EARLY);
    }

    private void drain(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.handler(_ -> {
                if (request.bytesRead() > maxBytes) {
                    request.connection().close();
                }
            });
            request.resume();
        }
    }
}
