package dev.beckon.gateway.presence;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/** Counts presences that could not be shown, in {@code beckon.presence.refused}; no caller waits for the result. */
final class Refusals {

    private static final Logger LOG = Logger.getLogger(Refusals.class);

    private final Counter counter;

    /** @param kind the kind of presence, for the metric */
    Refusals(String kind, MeterRegistry meters) {
        this.counter = meters.counter("beckon.presence.refused", "kind", kind);
    }

    void watch(Uni<?> call) {
        call.subscribe().with(_ -> {}, refusal -> {
            counter.increment();
            LOG.debugf("A presence is not shown: %s", refusal.getMessage());
        });
    }
}
