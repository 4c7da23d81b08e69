package dev.beckon.notification.ingest;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Which partitions this process consumes. */
@ApplicationScoped
@Identifier(ConsumerGroup.ID)
class ConsumerGroup implements KafkaConsumerRebalanceListener {

    /** As in {@code mp.messaging.incoming.mentions.consumer-rebalance-listener.name}, whatever the group is called. */
    static final String ID = "notification-service";

    private final Set<TopicPartition> partitions = ConcurrentHashMap.newKeySet();
    private final ReadPositions positions;
    private volatile boolean joined;

    ConsumerGroup(ReadPositions positions) {
        this.positions = positions;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> assigned) {
        partitions.addAll(assigned);
        joined = true;
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> revoked) {
        partitions.removeAll(revoked);
        positions.revoked(revoked);
    }

    /** True once Kafka has given this process its share, which may be none if there are more processes than partitions. */
    boolean joined() {
        return joined;
    }

    int size() {
        return partitions.size();
    }
}
