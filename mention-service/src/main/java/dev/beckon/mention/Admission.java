package dev.beckon.mention;

import dev.beckon.mention.problems.ProblemException;
import dev.beckon.mention.problems.ProblemType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.Startup;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Bounds the requests under way, from a request's head to the end of its answer, so that neither slow bodies nor an outage
 * of Kafka fill the heap: the next one is refused at once, unread. A process that is being replaced refuses all of them,
 * once load balancers have had the time to see that it is not ready; those it has are answered.
 */
@Startup // its gauge is there before the first request
@ApplicationScoped // a proxy: filters are made before there is a configuration
class Admission {

    private final Semaphore free;
    private final String retryAfterSeconds;
    private final Duration delay;
    private volatile long stopNanos = Long.MAX_VALUE;

    Admission(
            LoadConfig config,
            @ConfigProperty(name = "quarkus.shutdown.delay", defaultValue = "0s") Duration delay,
            MeterRegistry meters) {
        this.free = new Semaphore(config.maxInFlight());
        Gauge.builder("beckon.mentions.in.flight", () -> config.maxInFlight() - free.availablePermits())
                .description("Requests under way")
                .register(meters);
        this.retryAfterSeconds = Long.toString(config.retryAfter().toSeconds());
        this.delay = delay;
    }

    /** Quarkus has just made the process unready, and waits for the same delay before it closes its port. */
    void stopAfterDelay(@Observes ShutdownDelayInitiatedEvent stopping) {
        stopNanos = System.nanoTime() + delay.toNanos();
    }

    @ServerRequestFilter(preMatching = true)
    void admit(RoutingContext exchange) {
        long stop = stopNanos;
        if (stop != Long.MAX_VALUE && System.nanoTime() - stop >= 0) {
            throw refusal(ProblemType.STOPPING, "Nothing was accepted. Repeat the request: another process answers it.");
        }
        if (!free.tryAcquire()) {
            throw refusal(ProblemType.OVERLOADED, "Nothing was accepted. Repeat the request after a while.");
        }
        exchange.addEndHandler(_ -> free.release());
    }

    private ProblemException refusal(ProblemType type, String detail) {
        return new ProblemException(type, detail).with(HttpHeaders.RETRY_AFTER, retryAfterSeconds);
    }
}
