package dev.beckon.systemtests.client;

import dev.beckon.contracts.Actor;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A product team that writes the Kafka topic itself, and an operator who reads the dead-letter topic. */
public final class MentionRecords implements AutoCloseable {

    private static final String KAFKA_TOPIC = "mentions";
    private static final TopicPartition DEAD_LETTERS = new TopicPartition("mentions-dlq", 0);

    private final String bootstrapServers;
    private final KafkaProducer<byte[], byte[]> producer;

    public MentionRecords(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.producer = new KafkaProducer<>(Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new ByteArraySerializer(), new ByteArraySerializer());
    }

    public static String mention(UUID id, String excerpt, String... recipients) {
        return Wire.write(new MentionCreated(id, new Actor("ada", "Ada Lovelace"), List.of(recipients),
                new Source("comment", "7", "https://example.org/notes/7", "Note 7"), excerpt, Instant.now()));
    }

    /** Returns when Kafka has it. Records with one key keep their order. */
    public void write(String key, String value) throws Exception {
        write(key, value.getBytes(StandardCharsets.UTF_8));
    }

    public void write(String key, byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(KAFKA_TOPIC, key.getBytes(StandardCharsets.UTF_8), value))
                .get(Eventually.SOON.toSeconds(), TimeUnit.SECONDS);
    }

    /** Dead letters with this key, oldest first; waits until there are so many. */
    public List<ConsumerRecord<byte[], byte[]>> deadLetters(String key, int count) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers, "enable.auto.commit", "false"),
                new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(DEAD_LETTERS));
            consumer.seekToBeginning(List.of(DEAD_LETTERS));
            List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
            Eventually.eventually(() -> {
                for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(Duration.ofMillis(100))) {
                    if (letter.key() != null && key.equals(new String(letter.key(), StandardCharsets.UTF_8))) {
                        letters.add(letter);
                    }
                }
                if (letters.size() < count) {
                    throw new AssertionError(letters.size() + " dead letters instead of " + count);
                }
            });
            return letters;
        }
    }

    @Override
    public void close() {
        producer.close(Eventually.SOON);
    }
}
