package dev.beckon.http;

import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.Json;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that two servers could read differently, before any other handler sees them: the two might disagree on the end
 * of a request or on its host (RFC 9112 §3.2 and §6.3).
 */
@Singleton
final class StrictRequests {

    /** Runs before the filters of the services. */
    private static final int FIRST = 10_000;
    private static final int BAD_REQUEST = 400;
    private static final String HOST_MISSING = "Send a Host header that is a name or an address, with a port if need be.";
    /**
     * If one of these headers comes twice, one server believes the first value and another the last. The check of origins refuses
     * a second Origin.
     */
    private static final List<CharSequence> ONCE = List.of(HttpHeaders.HOST, HttpHeaders.AUTHORIZATION, HttpHeaders.CONTENT_TYPE);

    void register(@Observes Filters filters) {
        filters.register(exchange -> check(exchange, fault(exchange)), FIRST);
    }

    void register(@Observes Router router) {
        answerUnreadable(router);
    }

    void register(@Observes ManagementInterface management) {
        answerUnreadable(management.router());
        management.router().route().order(-FIRST)
                .handler(exchange -> check(exchange, isOldProbe(exchange.request()) ? null : fault(exchange)));
    }

    /**
     * Vert.x's router fails requests with a bad {@code Host} before any filter sees them, and Quarkus would log each of those
     * failures as an error with a stack trace: any caller could fill the disk.
     */
    private static void answerUnreadable(Router router) {
        router.route().order(-FIRST).failureHandler(exchange -> {
            if (exchange.statusCode() == BAD_REQUEST && exchange.failure() instanceof VertxException) {
                refuse(exchange.request(), HOST_MISSING);
            } else {
                exchange.next();
            }
        });
    }

    /** HTTP/1.0 without a Host, as load balancers probe; other ports need the Host for the addresses in their answers. */
    private static boolean isOldProbe(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_1_0 && request.method() == HttpMethod.GET
                && !request.headers().contains(HttpHeaders.HOST);
    }

    private static void check(RoutingContext exchange, @Nullable String fault) {
        if (fault == null) {
            exchange.next();
        } else {
            refuse(exchange.request(), fault);
        }
    }

    private static @Nullable String fault(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        for (CharSequence once : ONCE) {
            if (request.headers().getAll(once).size() > 1) {
                return "Send one %s header; there are several.".formatted(once);
            }
        }
        if (request.authority() == null) {
            return HOST_MISSING;
        }
        try {
            exchange.normalizedPath();
        } catch (IllegalArgumentException unreadable) {
            return "Percent-encode the path: two hexadecimal digits belong behind each %.";
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
        Problem problem = ProblemType.BAD_REQUEST.problem(detail);
        HttpServerResponse response = request.response();
        response.setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(Json.encodeToBuffer(problem))
                .onComplete(_ -> request.connection().close());
    }
}
