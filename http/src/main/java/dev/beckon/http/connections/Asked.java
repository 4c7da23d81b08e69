package dev.beckon.http.connections;

import dev.beckon.netty.Netty;
import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Marks a connection once a complete request head has come over it, so that {@link HttpConnectionBounds} does not close it. */
@Singleton
final class Asked {

    /** Runs before the filters that refuse: a refused request is a request too. */
    private static final int FIRST = 20_000;

    void register(@Observes Filters filters) {
        filters.register(Asked::note, FIRST);
    }

    void register(@Observes ManagementInterface management) {
        management.router().route().order(Integer.MIN_VALUE).handler(Asked::note);
    }

    private static void note(RoutingContext exchange) {
        Netty.markAsked(exchange.request().connection());
        exchange.next();
    }
}
