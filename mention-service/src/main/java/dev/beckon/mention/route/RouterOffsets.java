package dev.beckon.mention.route;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Commits the consumer's positions, once a second. A position is also behind the markers and aborted records of transactions,
 * which no consumer receives; the offset after the last record would leave them as lag. Commits nothing between
 * {@link #given} and {@link #acknowledged}. Confined to the router's thread.
 */
final class RouterOffsets implements ConsumerRebalanceListener {

    private static final Logger LOG = Logger.getLogger(RouterOffsets.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(1);
    /** If the consumer does not have a position at once, the next look asks again. */
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    private long lastNanos = System.nanoTime();
    private boolean joined;
    /** Whether Kafka has acknowledged all that the consumer has returned. */
    private boolean complete = true;

    RouterOffsets(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** True if this consumer is a member of the group, possibly without a partition, and has nothing to read. */
    boolean areAtTheEnd() {
        return joined && consumer.assignment().stream().allMatch(partition -> consumer.currentLag(partition).orElse(1) == 0);
    }

    /** Call with each batch, before sending it. */
    void given() {
        complete = false;
    }

    /** Call when Kafka has acknowledged the batch. Commits in the background, if the last commit is old enough. */
    void acknowledged() {
        complete = true;
        if (System.nanoTime() - lastNanos < INTERVAL.toNanos()) {
            return;
        }
        lastNanos = System.nanoTime();
        Map<TopicPartition, OffsetAndMetadata> positions = newPositions();
        if (!positions.isEmpty()) {
            consumer.commitAsync(positions, (offsets, failure) -> {
                if (failure == null) {
                    committed.putAll(offsets);
                }
            });
        }
    }

    /** Commits and waits. After a failure another process repeats some records, which changes nothing. */
    void commitNow() {
        if (!complete) {
            return; // closing a consumer revokes its partitions, also in the middle of a batch
        }
        try {
            Map<TopicPartition, OffsetAndMetadata> positions = newPositions();
            if (!positions.isEmpty()) {
                consumer.commitSync(positions, COMMIT_TIMEOUT);
            }
        } catch (KafkaException e) {
            LOG.debugf("Cannot commit the router's offsets; records since the last commit are routed again: %s", e);
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> newPositions() {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        for (TopicPartition partition : consumer.assignment()) {
            try {
                positions.put(partition, new OffsetAndMetadata(consumer.position(partition, AT_ONCE)));
            } catch (TimeoutException e) {
                LOG.tracef("%s has no position yet", partition);
            }
        }
        positions.entrySet().removeAll(committed.entrySet());
        return positions;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        joined = true;
    }

    /** Called in a poll, so all that earlier polls returned is acknowledged. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        commitNow();
        committed.keySet().removeAll(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        committed.keySet().removeAll(partitions);
    }
}
