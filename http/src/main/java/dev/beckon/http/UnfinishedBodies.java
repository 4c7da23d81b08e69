package dev.beckon.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.security.Principal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Bounds the bodies that one caller has begun and not finished: otherwise one caller could use up the service's limit on
 * requests. A complete body does not count, however long its answer takes.
 */
@Singleton
class UnfinishedBodies {

    /** A tenth to a fifth of the requests that a service takes at a time. */
    private static final int MAX_PER_CALLER = 50;

    private final Map<String, Set<HttpServerRequest>> open = new ConcurrentHashMap<>();

    @ServerRequestFilter
    void admit(RoutingContext exchange, ContainerRequestContext request) {
        Principal caller = request.getSecurityContext().getUserPrincipal();
        if (caller == null || !SlowBodies.hasBody(exchange.request())) {
            return;
        }
        String name = caller.getName();
        if (unfinished(name) >= MAX_PER_CALLER) {
            throw new ProblemException(ProblemType.TOO_MANY_BODIES,
                    "Finish the bodies that you have begun, then repeat the request; %d may be unfinished at a time.".formatted(
                            MAX_PER_CALLER)).retryAfter(1);
        }
        add(name, exchange.request());
        exchange.addEndHandler(_ -> remove(name, exchange.request()));
    }

    /** Counts outside the map's lock: each request has a lock of its own, under which its end handlers may run. */
    private int unfinished(String caller) {
        Set<HttpServerRequest> requests = open.get(caller);
        if (requests == null) {
            return 0;
        }
        List<HttpServerRequest> begun;
        synchronized (requests) {
            if (requests.size() < MAX_PER_CALLER) {
                return requests.size();
            }
            begun = List.copyOf(requests);
        }
        List<HttpServerRequest> ended = begun.stream().filter(HttpServerRequest::isEnded).toList();
        synchronized (requests) {
            ended.forEach(requests::remove);
            return requests.size();
        }
    }

    private void add(String caller, HttpServerRequest request) {
        open.compute(caller, (_, known) -> {
            Set<HttpServerRequest> requests = known == null ? new HashSet<>() : known;
            synchronized (requests) {
                requests.add(request);
            }
            return requests;
        });
    }

    private void remove(String caller, HttpServerRequest request) {
        open.computeIfPresent(caller, (_, requests) -> {
            synchronized (requests) {
                requests.remove(request);
                return requests.isEmpty() ? null : requests;
            }
        });
    }
}
