package dev.beckon.notification.ingest;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Detects that consumption has ended: a partition has unread records, none that wait to be stored, and the consumer reads
 * nothing. The client's own lag metric does not show it, because a client that no longer asks Kafka has no lag. An outage does
 * not count: records wait to be stored, and while Kafka is away this check cannot see whether there are more.
 */
@ApplicationScoped
class ConsumptionWatch {

    private static final Logger LOG = Logger.getLogger(ConsumptionWatch.class);
    private static final int LOOKS = 6;
    private static final Duration ANSWER = Duration.ofSeconds(1);

    private final KafkaClientService clients;
    private final ReadPositions positions;
    private final Vertx vertx;
    private final long patienceMillis;
    private long timer = -1;
    /** Partitions with unread records at the last check, with their positions, unchanged since then. */
    private Map<TopicPartition, Long> standing = Map.of();
    private long sinceNanos;
    private volatile boolean stopped;

    ConsumptionWatch(KafkaClientService clients, ReadPositions positions, Vertx vertx, IngestConfig config, MeterRegistry meters) {
        this.clients = clients;
        this.positions = positions;
        this.vertx = vertx;
        this.patienceMillis = config.stoppedAfter().toMillis();
        Gauge.builder("beckon.ingest.stopped", () -> isStopped() ? 1 : 0)
                .description("1 while records are there and none is read").register(meters);
    }

    void start(@Observes StartupEvent started) {
        timer = vertx.setPeriodic(Math.max(1, patienceMillis / LOOKS), _ -> look());
    }

    void stop(@Observes ShutdownEvent stopping) {
        vertx.cancelTimer(timer);
    }

    boolean isStopped() {
        return stopped || positions.hasFailed();
    }

    private void look() {
        KafkaConsumer<byte[], byte[]> consumer = clients.getConsumer("mentions");
        if (consumer != null) {
            consumer.runOnPollingThread((Consumer<byte[], byte[]> kafka) -> unread(kafka))
                    .subscribe().with(this::found, this::failed);
        }
    }

    /** The positions of partitions that have unread records. */
    private Map<TopicPartition, Long> unread(Consumer<byte[], byte[]> kafka) {
        Map<TopicPartition, Long> unread = new HashMap<>();
        kafka.endOffsets(kafka.assignment(), ANSWER).forEach((partition, end) -> {
            long position = ReadPositions.position(kafka, partition);
            if (position >= 0 && position < end && positions.isIdle(partition)) {
                unread.put(partition, position);
            }
        });
        return unread;
    }

    private void failed(Throwable failure) {
        if (failure instanceof IllegalStateException || failure instanceof RejectedExecutionException) {
            found(Map.of(new TopicPartition("mentions", 0), -1L)); // the client is closed
        } else {
            LOG.debugf("Cannot look for unread mentions; the next look tries again: %s", failure);
        }
    }

    private synchronized void found(Map<TopicPartition, Long> unread) {
        long now = System.nanoTime();
        if (unread.isEmpty() || !unread.equals(standing)) {
            standing = unread;
            sinceNanos = now;
        }
        boolean before = stopped;
        stopped = !unread.isEmpty() && now - sinceNanos >= Duration.ofMillis(patienceMillis).toNanos();
        if (stopped && !before) {
            LOG.errorf("Consumption has stopped: records are unread at %s. This process is not ready until they are read;"
                    + " look for the failure above, and see docs/operations.md, consumption has stopped.", unread);
        } else if (before && !stopped) {
            LOG.info("Consumption has resumed: records are read again");
        }
    }
}
