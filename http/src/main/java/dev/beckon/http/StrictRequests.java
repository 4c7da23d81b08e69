package dev.beckon.http;

import dev.beckon.contracts.Problem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that two servers could read differently, before anything else sees them: what one of them takes for the end of a
 * request or for its host, the other may not (RFC 9112 §3.2 and §6.3).
 */
@Singleton
final class StrictRequests {

    /** Before the filters of the services. */
    private static final int FIRST = 10_000;

    void register(@Observes Filters filters) {
        filters.register(StrictRequests::check, FIRST);
    }

    private static void check(RoutingContext exchange) {
        String fault = fault(exchange.request());
        if (fault == null) {
            exchange.next();
        } else {
            refuse(exchange.request(), fault);
        }
    }

    static @Nullable String fault(HttpServerRequest request) {
        if (request.headers().getAll(HttpHeaders.HOST).size() > 1) {
            return "Send one Host header; there are several.";
        }
        List<String> encodings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        if (encodings.isEmpty()) {
            return null;
        }
        if (encodings.size() > 1 || !encodings.getFirst().strip().equalsIgnoreCase("chunked")) {
            return "Send the body with Transfer-Encoding: chunked alone, or with a Content-Length.";
        }
        return request.headers().contains(HttpHeaders.CONTENT_LENGTH)
                ? "Send a Content-Length or Transfer-Encoding: chunked, not both."
                : null;
    }

    private static void refuse(HttpServerRequest request, String detail) {
        Problem problem = Problem.of("bad-request", "The request cannot be understood", 400, detail);
        HttpServerResponse response = request.response();
        response.setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(Json.encodeToBuffer(problem))
                .onComplete(_ -> request.connection().close());
    }
}
