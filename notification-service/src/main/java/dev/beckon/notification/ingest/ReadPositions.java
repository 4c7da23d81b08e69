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
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tracks for each partition which records are read and not yet stored: commits the offset of the first of them, and pauses the
 * partition while there are too many. SmallRye could only commit and pause all partitions together.
 */
@ApplicationScoped
class ReadPositions {

    /**
     * Records, and their bytes, that this process holds; each partition may hold an equal share. One poll may exceed a share, by
     * {@code max.poll.records} and {@code max.partition.fetch.bytes}. A full partition is paused, and Kafka keeps its records.
     */
    static final int MAX_RECORDS = 4_000;
    static final int MAX_BYTES = 16 * 1024 * 1024;

    private static final Logger LOG = Logger.getLogger(ReadPositions.class);
    private static final String CHANNEL = "mentions";

    /** Time between commits: a process that is killed leaves this much work to be repeated. */
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** Wait for a position; if the consumer does not have it at once, the next look asks again. */
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    /** Wait for the last commit of a partition that is taken away. Without it the new owner repeats a second's work. */
    private static final Duration LAST_COMMIT = Duration.ofSeconds(2);

    private final KafkaClientService clients;
    private final Vertx vertx;
    private final Map<TopicPartition, PartitionBacklog> backlogs = new ConcurrentHashMap<>();
    private volatile @Nullable Consumer<?, ?> kafka;
    private volatile boolean failed;
    private long timer = -1;

    ReadPositions(KafkaClientService clients, Vertx vertx) {
        this.clients = clients;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent started) {
        timer = vertx.setPeriodic(INTERVAL.toMillis(), _ -> onPollingThread(this::look));
    }

    void stop(@Observes ShutdownEvent stopping) {
        vertx.cancelTimer(timer);
    }

    void assigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        kafka = consumer;
        partitions.forEach(partition -> backlogs.put(partition, new PartitionBacklog()));
    }

    /** No further work on these partitions begins: {@link #owns} is false for their records. */
    void ending(Collection<TopicPartition> partitions) {
        partitions.stream().map(backlogs::get).filter(Objects::nonNull).forEach(PartitionBacklog::end);
    }

    /** Commits what is stored of these partitions and forgets them. Call on the polling thread. */
    void revoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        try {
            Map<TopicPartition, OffsetAndMetadata> offsets = toCommit(consumer, partitions);
            if (!offsets.isEmpty()) {
                consumer.commitSync(offsets, LAST_COMMIT);
            }
        } catch (KafkaException | IllegalStateException e) {
            LOG.debugf("Cannot commit partitions that were taken away; their new owner repeats a second's work: %s", e);
        }
        backlogs.keySet().removeAll(partitions);
    }

    /** Call with the records that a poll returned, on the polling thread. */
    void given(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            PartitionBacklog backlog = backlogs.get(partition);
            if (backlog != null) {
                records.records(partition).forEach(backlog::add);
            }
        }
        Consumer<?, ?> consumer = kafka;
        if (consumer != null) {
            consumer.pause(those(backlog -> backlog.pause(share(MAX_RECORDS), share(MAX_BYTES))));
        }
    }

    /** See {@link PartitionBacklog#divide}. */
    boolean divide(ConsumerRecord<byte[], byte[]> record, int shares) {
        PartitionBacklog backlog = backlogs.get(partition(record));
        return backlog != null && backlog.divide(record, shares);
    }

    /** See {@link PartitionBacklog#owns}. */
    boolean owns(ConsumerRecord<byte[], byte[]> record) {
        PartitionBacklog backlog = backlogs.get(partition(record));
        return backlog != null && backlog.owns(record);
    }

    /** Call when a share of the record is stored and published, or the record is set aside. */
    void stored(ConsumerRecord<byte[], byte[]> record) {
        PartitionBacklog backlog = backlogs.get(partition(record));
        if (backlog != null) {
            backlog.stored(record);
            if (backlog.isReady(share(MAX_RECORDS), share(MAX_BYTES))) {
                onPollingThread(this::resume);
            }
        }
    }

    /**
     * Call when records were neither stored nor set aside, which no outage and no data can cause. Nothing is committed from now
     * on, so that a restart reads them again.
     */
    void failed(Throwable fault) {
        LOG.error("A batch of mentions failed; this process commits no more and is not ready from now on. Restart it", fault);
        failed = true;
    }

    boolean hasFailed() {
        return failed;
    }

    /** True if every record of the partition that a poll returned is stored. */
    boolean isIdle(TopicPartition partition) {
        PartitionBacklog backlog = backlogs.get(partition);
        return backlog == null || backlog.isEmpty();
    }

    /** The offset that the consumer reads next; -1 if it does not have one yet. Call on the polling thread. */
    static long position(Consumer<?, ?> kafka, TopicPartition partition) {
        try {
            return kafka.position(partition, AT_ONCE);
        } catch (TimeoutException e) {
            return -1;
        }
    }

    private void onPollingThread(java.util.function.Consumer<Consumer<byte[], byte[]>> task) {
        KafkaConsumer<byte[], byte[]> consumer = clients.getConsumer(CHANNEL);
        if (consumer != null) {
            consumer.runOnPollingThread(task).subscribe().with(_ -> {},
                    failure -> LOG.debugf("Cannot commit or resume; the next look tries again: %s", failure));
        }
    }

    /** On the polling thread, so that no poll can come between reading the position and the backlog. */
    private void look(Consumer<byte[], byte[]> consumer) {
        resume(consumer);
        Map<TopicPartition, OffsetAndMetadata> offsets = toCommit(consumer, consumer.assignment());
        if (!offsets.isEmpty()) {
            consumer.commitAsync(offsets, (done, failure) -> {
                if (failure == null) { // otherwise the next look commits again
                    done.forEach((partition, offset) -> {
                        PartitionBacklog backlog = backlogs.get(partition);
                        if (backlog != null) {
                            backlog.committed(offset.offset());
                        }
                    });
                }
            });
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> toCommit(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : partitions) {
            PartitionBacklog backlog = backlogs.get(partition);
            long offset = backlog == null || failed ? -1 : backlog.toCommit(position(consumer, partition));
            if (offset >= 0) {
                offsets.put(partition, new OffsetAndMetadata(offset));
            }
        }
        return offsets;
    }

    private void resume(Consumer<?, ?> consumer) {
        consumer.resume(those(backlog -> backlog.resume(share(MAX_RECORDS), share(MAX_BYTES))));
    }

    private Set<TopicPartition> those(Predicate<PartitionBacklog> condition) {
        return backlogs.entrySet().stream().filter(entry -> condition.test(entry.getValue()))
                .map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    private int share(int of) {
        return Math.max(1, of / Math.max(1, backlogs.size()));
    }

    private static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    /** Kafka's client creates it by class name, from {@code interceptor.classes}, and calls it on the polling thread. */
    public static final class Deliveries implements ConsumerInterceptor<byte[], byte[]> {

        private final ReadPositions positions = CDI.current().select(ReadPositions.class).get();

        @Override
        public void configure(Map<String, ?> settings) {
            // no settings
        }

        @Override
        public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
            try {
                positions.given(records);
            } catch (RuntimeException e) { // Kafka's client would log it and go on
                positions.failed(e);
            }
            return records;
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
            // look() has its own callback
        }

        @Override
        public void close() {
            // nothing to close
        }
    }
}
