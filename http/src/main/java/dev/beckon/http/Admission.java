package dev.beckon.http;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Bounds the requests under way, so that neither slow bodies nor an outage behind the service fill the heap: it refuses the next
 * request at once, unread. A process that is being replaced refuses all new requests once load balancers have had time to see
 * that it is not ready; it still answers those under way.
 */
@ApplicationScoped // a proxy: filters are made before there is a configuration
public class Admission {

    private final RequestLimit requests;
    private final Duration delay;
    private volatile long stopNanos = Long.MAX_VALUE;

    Admission(HttpEdgeConfig config, @ConfigProperty(name = "quarkus.shutdown.delay", defaultValue = "0s") Duration delay) {
        this.requests = new RequestLimit(config.maxRequests());
        this.delay = delay;
    }

    /** The number of requests under way, for the service's gauge. */
    public int underWay() {
        return requests.underWay();
    }

    /** Quarkus has just made the process unready, and waits for the same delay before it closes its port. */
    void stopAfterDelay(@Observes ShutdownDelayInitiatedEvent stopping) {
        stopNanos = System.nanoTime() + delay.toNanos();
    }

    @ServerRequestFilter(preMatching = true)
    void admit(RoutingContext exchange) {
        long stop = stopNanos;
        if (stop != Long.MAX_VALUE && System.nanoTime() - stop >= 0) {
            throw new ProblemException(ProblemType.STOPPING, "Nothing was done. Repeat the request: another process answers it.")
                    .retryAfter(ProblemException.RETRY_SECONDS);
        }
        requests.admit(exchange, "Nothing was done. Repeat the request after a while.");
    }
}
