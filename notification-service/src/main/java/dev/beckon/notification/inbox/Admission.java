package dev.beckon.notification.inbox;

import dev.beckon.notification.problems.ProblemException;
import dev.beckon.notification.problems.ProblemType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.Startup;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Bounds the requests under way, from a request's head to the end of its answer: the next one is refused at once, unread.
 * A process that is being replaced refuses all of them, once load balancers have had the time to see that it is not ready;
 * those it has are answered.
 */
@Startup // its gauge is there before the first request
@ApplicationScoped // a proxy: filters are made before there is a configuration
class Admission {

    private final Places requests;
    private final Places catchUps;
    private final InboxConfig config;
    private final Duration delay;
    private volatile long stopNanos = Long.MAX_VALUE;

    Admission(InboxConfig config, CatchUpConfig catchUp,
            @ConfigProperty(name = "quarkus.shutdown.delay", defaultValue = "0s") Duration delay, MeterRegistry meters) {
        this.requests = new Places(config.maxRequests());
        this.catchUps = new Places(catchUp.maxCalls());
        this.config = config;
        this.delay = delay;
        gauge("all", requests, meters);
        gauge("catch-up", catchUps, meters);
    }

    private static void gauge(String kind, Places places, MeterRegistry meters) {
        Gauge.builder("beckon.inbox.requests", places, Places::taken)
                .description("Requests under way").tag("kind", kind).register(meters);
    }

    /** Quarkus has just made the process unready, and waits for the same delay before it closes its port. */
    void stopAfterDelay(@Observes ShutdownDelayInitiatedEvent stopping) {
        stopNanos = System.nanoTime() + delay.toNanos();
    }

    @ServerRequestFilter(preMatching = true)
    void admit(RoutingContext exchange) {
        long stop = stopNanos;
        if (stop != Long.MAX_VALUE && System.nanoTime() - stop >= 0) {
            throw refusal(ProblemType.STOPPING, "Repeat the request: another process answers it.");
        }
        if (!requests.take(exchange)) {
            throw refusal(ProblemType.OVERLOADED, "Nothing was done. Repeat the request after a while.");
        }
    }

    /** Their answers are large, and without a bound of their own they would take the database from everybody else. */
    void admitCatchUp(RoutingContext exchange) {
        if (!catchUps.take(exchange)) {
            throw refusal(ProblemType.OVERLOADED, "Ask less often for more users at a time, or repeat it after a while.");
        }
    }

    private ProblemException refusal(ProblemType type, String detail) {
        return ProblemException.later(type, detail, config.retryAfter());
    }
}
