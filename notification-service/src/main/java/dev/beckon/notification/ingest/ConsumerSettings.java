package dev.beckon.notification.ingest;

import static org.apache.kafka.clients.consumer.ConsumerConfig.AUTO_OFFSET_RESET_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.FETCH_MAX_BYTES_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.ISOLATION_LEVEL_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.MAX_POLL_RECORDS_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.METADATA_MAX_AGE_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG;

import io.quarkus.arc.Unremovable;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;

/**
 * The Kafka client's settings for {@code mentions}, which SmallRye finds under that name.
 * {@code mp.messaging.incoming.mentions.*} overrides each of them; SmallRye's own settings are in
 * {@code application.properties}.
 */
class ConsumerSettings {

    @Produces
    @Singleton
    @Unremovable
    @Identifier("mentions")
    Map<String, Object> mentions() {
        return Map.of(
                AUTO_OFFSET_RESET_CONFIG, "earliest",
                // Skips records of aborted transactions. ReadPositions commits past them, so that they do not count as lag for ever.
                ISOLATION_LEVEL_CONFIG, "read_committed",
                INTERCEPTOR_CLASSES_CONFIG, ReadPositions.Deliveries.class.getName(),
                // The consumer finds new partitions within this time; Kafka's default is five minutes.
                METADATA_MAX_AGE_CONFIG, "5000",
                // By these one poll may exceed the bounds in ReadPositions.
                MAX_POLL_RECORDS_CONFIG, "500",
                MAX_PARTITION_FETCH_BYTES_CONFIG, "262144",
                FETCH_MAX_BYTES_CONFIG, "8388608",
                SESSION_TIMEOUT_MS_CONFIG, "10000",
                // A consumer learns of each step of a rebalance by its heartbeat; partitions that move wait for it. Kafka's default is 3 s.
                HEARTBEAT_INTERVAL_MS_CONFIG, "500",
                PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
    }
}
