package dev.beckon.mention;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.localstack.servers.KafkaServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What any consumer finds on the Kafka topic, read from its beginning. */
final class MentionsTopic implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ObjectMapper json = new ObjectMapper();
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<Found> found = new ArrayList<>();

    /** @param value the record's JSON as it lies there, not as our classes would read it */
    record Found(String key, JsonNode value) {

        String id() {
            return value.path("id").textValue();
        }

        List<String> recipients() {
            return value.path("recipients").valueStream().map(JsonNode::textValue).toList();
        }
    }

    MentionsTopic(KafkaServer kafka) {
        consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor("mentions").stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** The records of one mention, in the order of their keys, once as many are there. */
    List<Found> records(Object id, int count) {
        await(() -> found.stream().filter(record -> record.id().equals(id.toString())).count() >= count);
        return found.stream()
                .filter(record -> record.id().equals(id.toString()))
                .sorted((a, b) -> a.key().compareTo(b.key()))
                .toList();
    }

    /** All that is on the Kafka topic now. */
    List<Found> all() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        await(() -> ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue()));
        return found;
    }

    private void await(BooleanSupplier condition) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("not on the Kafka topic within " + PATIENCE);
            }
            consumer.poll(Duration.ofMillis(20)).forEach(record -> found.add(new Found(record.key(), read(record.value()))));
        }
    }

    private JsonNode read(byte[] value) {
        try {
            return json.readTree(value);
        } catch (IOException e) {
            throw new AssertionError("not JSON", e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
