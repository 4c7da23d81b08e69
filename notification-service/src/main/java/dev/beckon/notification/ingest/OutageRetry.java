package dev.beckon.notification.ingest;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Repeats what failed because a server was away, for as long as it takes: exponential back-off with jitter, no end.
 * Nothing is dropped, so the batch in hand waits, and Kafka keeps what comes after it.
 */
@ApplicationScoped
class OutageRetry {

    static final String POSTGRESQL = "PostgreSQL";
    static final String KAFKA = "Kafka";

    private static final Logger LOG = Logger.getLogger(OutageRetry.class);

    private final IngestConfig config;
    private final Map<String, Boolean> away = new ConcurrentHashMap<>();

    OutageRetry(IngestConfig config, MeterRegistry meters) {
        this.config = config;
        for (String server : List.of(POSTGRESQL, KAFKA)) {
            Gauge.builder("beckon.ingest.waiting", away, servers -> servers.containsKey(server) ? 1 : 0)
                    .description("1 while consumption waits for this server").tag("server", server).register(meters);
        }
    }

    /**
     * @param server whose absence the failures mean; one log line when it goes, one when it is back
     * @param lasting failures that no waiting cures: passed on
     */
    <T> Uni<T> untilDone(String server, Uni<T> attempt, Predicate<Throwable> lasting) {
        return attempt.ifNoItem().after(config.attemptTimeout()).fail()
                .invoke(_ -> back(server))
                .onFailure(lasting.negate()).invoke(failure -> failed(server, failure))
                .onFailure(lasting.negate()).retry()
                .withBackOff(config.firstBackOff(), config.maxBackOff()).withJitter(config.jitter()).indefinitely();
    }

    /** Servers that consumption waits for just now. */
    Iterable<String> waitingFor() {
        return away.keySet();
    }

    private void failed(String server, Throwable failure) {
        if (away.put(server, true) == null) {
            LOG.warnf("%s is away, mentions wait in Kafka until it is back: %s", server, failure);
        }
    }

    private void back(String server) {
        if (away.remove(server) != null) {
            LOG.infof("%s is back, mentions are stored again", server);
        }
    }
}
