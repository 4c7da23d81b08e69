package dev.beckon.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Ends requests whose bodies do not come: each takes memory and counts against the limit on requests under way. Quarkus's own
 * {@code read-timeout} starts again with every byte.
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

    /**
     * Cancels the timer, which holds the whole exchange, as soon as the body has come or can no longer come: otherwise thousands
     * of refused requests a second would fill the heap within the deadline.
     */
    private void watch(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        if (hasBody(request) && !request.isEnded()) {
            Vertx vertx = exchange.vertx();
            long timer = vertx.setTimer(deadlineMillis, _ -> end(request));
            request.end().onComplete(_ -> vertx.cancelTimer(timer));
        }
        exchange.next();
    }

    /** Reads the headers: a request that has no reader does not learn that it has ended. */
    static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.version() == HttpVersion.HTTP_2
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || length != null && !length.equals("0");
    }

    private static void end(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (request.isEnded()) {
            return;
        }
        if (response.headWritten()) { // refused before: the rest of the body is being discarded
            request.connection().close();
        } else {
            Problem problem = ProblemType.BODY_TOO_SLOW.problem("Send the whole body at once.");
            response.setStatusCode(problem.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                    .end(Json.encodeToBuffer(problem))
                    .onComplete(_ -> request.connection().close());
        }
    }
}
