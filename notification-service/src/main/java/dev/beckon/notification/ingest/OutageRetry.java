package dev.beckon.notification.ingest;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Repeats an attempt that failed because a server was away, for as long as it takes: exponential back-off with jitter, no end.
 * It drops nothing: the current batch waits, and Kafka keeps later records.
 */
@ApplicationScoped
class OutageRetry {

    static final String POSTGRESQL = "PostgreSQL";
    static final String KAFKA = "Kafka";

    private static final Logger LOG = Logger.getLogger(OutageRetry.class);

    /** An attempt without an answer by then has failed, and is repeated. Above PostgreSQL's own statement timeout. */
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(30);

    /** The first pause in an outage: long enough not to overload a server that is starting. */
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);

    /** The longest pause, so that consumption resumes at most this much later than the server. */
    private static final Duration MAX_BACK_OFF = Duration.ofSeconds(5);

    /** Share by which pauses differ, so that consumers do not return at the same moment. */
    private static final double JITTER = 0.5;

    private final Map<String, Boolean> away = new ConcurrentHashMap<>();

    OutageRetry(MeterRegistry meters) {
        for (String server : List.of(POSTGRESQL, KAFKA)) {
            Gauge.builder("beckon.ingest.waiting", away, _ -> isAway(server) ? 1 : 0)
                    .description("1 while consumption waits for this server").tag("server", server).register(meters);
        }
    }

    /**
     * @param server the server that is away if an attempt fails; one log line when it goes, one when it is back
     * @param lasting failures that waiting does not cure: the returned Uni fails with them
     */
    <T> Uni<T> untilDone(String server, Uni<T> attempt, Predicate<Throwable> lasting) {
        return attempt.ifNoItem().after(ATTEMPT_TIMEOUT).fail()
                .invoke(_ -> back(server))
                .onFailure(lasting.negate()).invoke(failure -> failed(server, failure))
                .onFailure(lasting.negate()).retry()
                .withBackOff(FIRST_BACK_OFF, MAX_BACK_OFF).withJitter(JITTER).indefinitely();
    }

    /** Several PostgreSQL servers have names of their own, and one gauge. */
    private boolean isAway(String server) {
        return away.containsKey(server) || server.equals(POSTGRESQL) && away.keySet().stream().anyMatch(one -> !one.equals(KAFKA));
    }

    /** Servers that consumption waits for now. */
    Iterable<String> waitingFor() {
        return away.keySet();
    }

    private void failed(String server, Throwable failure) {
        if (away.put(server, true) == null) {
            LOG.warnf("%s is away: mentions wait in Kafka, and are stored when it is back. %s", server, failure);
        }
    }

    private void back(String server) {
        if (away.remove(server) != null) {
            LOG.infof("%s is back: mentions are stored again", server);
        }
    }
}
