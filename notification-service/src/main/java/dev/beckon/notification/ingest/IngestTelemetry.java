package dev.beckon.notification.ingest;

import dev.beckon.notification.inbox.NotificationStore.Stored;
import dev.beckon.notification.ingest.MentionGroup.Decoded;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Metrics and traces of consumption. */
@ApplicationScoped
class IngestTelemetry {

    private final Counter stored;
    private final Counter repeated;
    private final DistributionSummary rows;
    private final Timer delay;

    private final MeterRegistry metrics;
    private final OpenTelemetry traces;

    IngestTelemetry(MeterRegistry metrics, OpenTelemetry traces) {
        this.metrics = metrics;
        this.traces = traces;
        stored = Counter.builder("beckon.notifications.stored")
                .description("Notifications added to inboxes").register(metrics);
        repeated = Counter.builder("beckon.notifications.repeated")
                .description("Recipients for whom a record added nothing: it came again")
                .register(metrics);
        rows = DistributionSummary.builder("beckon.ingest.rows")
                .description("Recipients in one statement").register(metrics);
        delay = Timer.builder("beckon.ingest.delay")
                .description("From a record's time in Kafka until its notifications are committed")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofMinutes(1))
                .register(metrics);
    }

    void countLanesHeldUp(Supplier<Number> lanes) {
        Gauge.builder("beckon.ingest.lanes.waiting", lanes)
                .description("Lanes whose next mention cannot be stored now, while others go on").register(metrics);
    }

    GroupTrace begin(List<Decoded> records) {
        return GroupTrace.begin(traces, records);
    }

    void stored(List<Decoded> records, Stored results) {
        stored.increment(results.added());
        repeated.increment(results.repeated());
        rows.record(records.stream().mapToInt(Decoded::rows).sum());
        Instant now = Instant.now();
        for (Decoded record : records) {
            Duration since = Duration.between(Instant.ofEpochMilli(record.origin().timestamp()), now);
            delay.record(since.isNegative() ? Duration.ZERO : since); // clocks of two machines differ
        }
    }
}
