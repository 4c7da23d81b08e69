package dev.beckon.notification.ingest;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions that this process consumes. Before one goes to another process, statements under way with its records are
 * awaited for a moment and committed, so that the other repeats little. This also ends consumption at shutdown.
 */
@ApplicationScoped
@Identifier(ConsumerGroup.ID)
class ConsumerGroup implements KafkaConsumerRebalanceListener {

    /** The name in {@code mp.messaging.incoming.mentions.consumer-rebalance-listener.name}, independent of the group's id. */
    static final String ID = "notification-service";

    private final Set<TopicPartition> partitions = ConcurrentHashMap.newKeySet();
    private final ReadPositions positions;
    private final LaneScheduler lanes;
    private volatile boolean joined;

    ConsumerGroup(ReadPositions positions, LaneScheduler lanes) {
        this.positions = positions;
        this.lanes = lanes;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> assigned) {
        partitions.addAll(assigned);
        positions.assigned(consumer, assigned);
        joined = true;
    }

    /** Kafka's client also calls it for partitions that were lost after a long pause of this process, and when it closes. */
    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> revoked) {
        partitions.removeAll(revoked);
        positions.ending(revoked);
        lanes.release(revoked);
        positions.revoked(consumer, revoked);
    }

    /** True once Kafka has assigned this process its partitions, possibly none if there are more processes than partitions. */
    boolean joined() {
        return joined;
    }

    int size() {
        return partitions.size();
    }
}
