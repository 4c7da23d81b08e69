package dev.beckon.mention;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.beckon.testservers.KafkaServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads the lanes' Kafka topic from its beginning, as any consumer would. */
final class MentionsTopic implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ObjectMapper json = new ObjectMapper();
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<Found> found = new ArrayList<>();

    /** @param value the record's JSON as stored, not as our classes would read it; missing if it is not JSON */
    record Found(ConsumerRecord<String, byte[]> record, JsonNode value) {

        String key() {
            return record.key();
        }

        String id() {
            return value.path("id").textValue();
        }

        /** @return {@code null} if the record has no type */
        @Nullable
        String type() {
            Header type = record.headers().lastHeader("type");
            return type == null ? null : new String(type.value(), UTF_8);
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
        List<TopicPartition> partitions = consumer.partitionsFor("mentions-by-lane").stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** The records of one mention, those of one lane in their order; waits until there are {@code count}. */
    List<Found> records(Object id, int count) {
        return records(record -> id.toString().equals(record.id()), count);
    }

    /** As {@link #records(Object, int)}, for any records. */
    List<Found> records(Predicate<Found> wanted, int count) {
        await(() -> found.stream().filter(wanted).count() >= count);
        return found.stream().filter(wanted).toList();
    }

    /** All records on the Kafka topic now. */
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
            consumer.poll(Duration.ofMillis(20)).forEach(record -> found.add(new Found(record, read(record.value()))));
        }
    }

    private JsonNode read(byte[] value) {
        try {
            return value == null ? MissingNode.getInstance() : json.readTree(value);
        } catch (IOException notJson) {
            return MissingNode.getInstance();
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
