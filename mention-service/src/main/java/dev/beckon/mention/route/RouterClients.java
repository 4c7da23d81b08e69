package dev.beckon.mention.route;

import dev.beckon.mention.publish.KafkaConfig;
import dev.beckon.mention.publish.LanePartitioner;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes the router's Kafka clients. Not SmallRye's: the producer of {@code POST /mentions} gives up within the call's deadline, and
 * a record that failed while a later one did not would change places with it.
 */
@ApplicationScoped
class RouterClients {

    private static final String CLIENT_ID = "mention-router";
    /** Above a record of Kafka's default maximum, so that only the broker's limit applies. */
    private static final int MAX_REQUEST_BYTES = 8 * 1024 * 1024;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final Map<String, Object> broker;
    private final KafkaConfig config;
    private final MeterRegistry meters;

    RouterClients(@Identifier("default-kafka-broker") Map<String, Object> broker, KafkaConfig config, MeterRegistry meters) {
        this.broker = broker;
        this.config = config;
        this.meters = meters;
    }

    /** A consumer and the producer that sends what it reads. */
    record Pair(KafkaConsumer<byte[], byte[]> consumer, KafkaProducer<byte[], byte[]> producer, KafkaClientMetrics metrics)
            implements AutoCloseable {

        /** Gives up what Kafka has not acknowledged: its offsets are not committed, so it is sent again. */
        @Override
        public void close() {
            metrics.close();
            producer.close(Duration.ZERO);
            consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        }
    }

    /** Fails where no bootstrap server's name can be resolved. */
    Pair open() {
        var producer = new KafkaProducer<>(producer(), new ByteArraySerializer(), new ByteArraySerializer());
        try {
            var consumer = new KafkaConsumer<>(consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
            KafkaClientMetrics metrics = new KafkaClientMetrics(consumer);
            metrics.bindTo(meters);
            return new Pair(consumer, producer, metrics);
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    private Map<String, Object> producer() {
        Map<String, Object> settings = known(ProducerConfig.configNames());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // The producer repeats what fails, in order, for as long as an outage lasts.
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        settings.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, LanePartitioner.class);
        return settings;
    }

    private Map<String, Object> consumer() {
        Map<String, Object> settings = known(ConsumerConfig.configNames());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, config.routerGroup());
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // The consumer finds new partitions within this time; Kafka's default is five minutes.
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 5_000);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, MAX_REQUEST_BYTES);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return settings;
    }

    /** Without keys of other clients, of which Kafka's client would warn. */
    private Map<String, Object> known(Set<String> names) {
        Map<String, Object> settings = new HashMap<>(broker);
        settings.keySet().retainAll(names);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, CLIENT_ID);
        return settings;
    }
}
