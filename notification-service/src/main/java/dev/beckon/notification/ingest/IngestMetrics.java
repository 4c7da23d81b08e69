package dev.beckon.notification.ingest;

import dev.beckon.notification.inbox.StoredNotification;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What an operator sees of consumption. */
@ApplicationScoped
class IngestMetrics {

    private final Counter stored;
    private final Counter repeated;
    private final DistributionSummary rows;
    private final Timer delay;

    IngestMetrics(MeterRegistry metrics) {
        stored = Counter.builder("beckon.notifications.stored")
                .description("Notifications added to inboxes").register(metrics);
        repeated = Counter.builder("beckon.notifications.repeated")
                .description("Recipients of whom a group of records brought nothing new: it came again")
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

    void stored(List<Decoded> records, List<StoredNotification> results) {
        long fresh = results.stream().filter(result -> result.fresh() != null).count();
        stored.increment(fresh);
        repeated.increment(results.size() - fresh);
        rows.record(records.stream().mapToInt(Decoded::rows).sum());
        Instant now = Instant.now();
        for (Decoded record : records) {
            Duration since = Duration.between(Instant.ofEpochMilli(record.origin().timestamp()), now);
            delay.record(since.isNegative() ? Duration.ZERO : since); // clocks of two machines
        }
    }
}
