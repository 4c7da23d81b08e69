package dev.beckon.notification.ingest;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.CDI;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Commits where the consumer has read to, once everything that it was given is stored. SmallRye commits the offset behind
 * the last record it was given; behind that may be the markers and the aborted records of Kafka's transactions, which no
 * consumer is ever given, so a partition would show lag until its next mention.
 */
@ApplicationScoped
class ReadPositions {

    private static final Logger LOG = Logger.getLogger(ReadPositions.class);
    private static final String CHANNEL = "mentions";

    /** What the consumer does not know at once is asked again at the next look. */
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final KafkaClientService clients;
    private final IngestConfig config;
    private final Vertx vertx;
    /** The offset behind the last record that a poll returned, behind the last one stored, and the committed one. */
    private final Map<TopicPartition, Long> given = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Long> stored = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Long> committed = new ConcurrentHashMap<>();
    private volatile boolean failed;
    private long timer = -1;

    ReadPositions(KafkaClientService clients, IngestConfig config, Vertx vertx) {
        this.clients = clients;
        this.config = config;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent started) {
        timer = vertx.setPeriodic(config.positionInterval().toMillis(), _ -> look());
    }

    void stop(@Observes ShutdownEvent stopping) {
        vertx.cancelTimer(timer);
    }

    /** A poll returned them. */
    void given(ConsumerRecords<byte[], byte[]> records) {
        ends(records, given);
    }

    /** Its records are stored and published, or set aside. */
    void stored(ConsumerRecords<byte[], byte[]> batch) {
        ends(batch, stored);
        failed = false;
    }

    /** Neither stored nor set aside, which no outage and no data can cause: SmallRye gives no further batch. */
    void failed(Throwable fault) {
        LOG.error("A batch of mentions could not be worked on, which ends consumption", fault);
        failed = true;
    }

    boolean hasFailed() {
        return failed;
    }

    void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
    }

    void revoked(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> {
            given.remove(partition);
            stored.remove(partition);
            committed.remove(partition);
        });
    }

    private void look() {
        KafkaConsumer<byte[], byte[]> consumer = clients.getConsumer(CHANNEL);
        if (consumer != null) {
            // On the thread that polls: between what was given and the position no record can slip in.
            consumer.runOnPollingThread((Consumer<byte[], byte[]> kafka) -> commit(kafka)).subscribe().with(_ -> {},
                    failure -> LOG.debugf("Positions are committed at the next look: %s", failure));
        }
    }

    private void commit(Consumer<byte[], byte[]> kafka) {
        Map<TopicPartition, OffsetAndMetadata> ahead = new HashMap<>();
        for (TopicPartition partition : kafka.assignment()) {
            long position = position(kafka, partition);
            if (position > committed.getOrDefault(partition, -1L) && isAllStored(partition)) {
                ahead.put(partition, new OffsetAndMetadata(position));
            }
        }
        if (!ahead.isEmpty()) {
            kafka.commitAsync(ahead, null); // the interceptor notes it; what fails is committed at the next look
        }
    }

    private static void ends(ConsumerRecords<byte[], byte[]> records, Map<TopicPartition, Long> ends) {
        for (TopicPartition partition : records.partitions()) {
            ends.put(partition, records.records(partition).getLast().offset() + 1);
        }
    }

    /** Nothing that a poll returned waits to be stored. */
    boolean isIdle() {
        return given.keySet().stream().allMatch(this::isAllStored);
    }

    private boolean isAllStored(TopicPartition partition) {
        Long end = given.get(partition);
        return end == null || end.equals(stored.get(partition));
    }

    /** Where the consumer reads on; -1 if it does not know yet. Called on the thread that polls. */
    static long position(Consumer<byte[], byte[]> kafka, TopicPartition partition) {
        try {
            return kafka.position(partition, AT_ONCE);
        } catch (TimeoutException e) {
            return -1;
        }
    }

    /** Kafka's client makes it by its class's name, from {@code interceptor.classes}; called on the thread that polls. */
    public static final class Deliveries implements ConsumerInterceptor<byte[], byte[]> {

        private ReadPositions positions;

        @Override
        public void configure(Map<String, ?> settings) {
            positions = CDI.current().select(ReadPositions.class).get();
        }

        @Override
        public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
            positions.given(records);
            return records;
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
            positions.committed(offsets);
        }

        @Override
        public void close() {
            // nothing of its own
        }
    }
}
