package dev.beckon.http;

import dev.beckon.contracts.Problem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Ends requests whose bodies do not come: each keeps a worker thread waiting. Quarkus's own {@code read-timeout} begins
 * again with every byte.
 */
@Singleton
final class SlowBodies {

    private static final int EARLY = 1_000;

    private final long deadlineMillis;

    SlowBodies(HttpEdgeConfig config) {
        this.deadlineMillis = config.bodyDeadline().toMillis();
    }

    void register(@Observes Filters filters) {
        filters.register(this::watch, EARLY);
    }

    private void watch(RoutingContext exchange) {
        if (hasBody(exchange.request())) {
            long timer = exchange.vertx().setTimer(deadlineMillis, _ -> end(exchange.request()));
            exchange.addEndHandler(_ -> exchange.vertx().cancelTimer(timer));
        }
        exchange.next();
    }

    /** Asked of the headers: a request that nobody reads from does not know that it has ended. */
    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.version() == HttpVersion.HTTP_2
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || length != null && !length.equals("0");
    }

    private static void end(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (!request.isEnded() && !response.headWritten()) {
            Problem problem = Problem.of("body-too-slow", "The body did not come in time", 408, "Send the whole body at once.");
            response.setStatusCode(problem.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                    .end(Json.encodeToBuffer(problem))
                    .onComplete(_ -> request.connection().close());
        }
    }
}
