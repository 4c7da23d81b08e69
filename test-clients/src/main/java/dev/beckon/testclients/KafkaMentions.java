package dev.beckon.testclients;

import dev.beckon.contracts.Actor;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.MentionRetracted;
import dev.beckon.contracts.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A product team that writes to the public Kafka topic itself, and an operator who reads the lanes and the dead letters. */
public final class KafkaMentions implements AutoCloseable {

    private static final String KAFKA_TOPIC = "mentions";
    private static final String LANES = "mentions-by-lane";
    private static final String DEAD_LETTERS = "mentions-dlq";
    /** Longer than any outage of Kafka in a run. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String bootstrapServers;
    private final KafkaProducer<byte[], byte[]> producer;

    public KafkaMentions(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.producer = new KafkaProducer<>(Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new ByteArraySerializer(), new ByteArraySerializer());
    }

    public static String mention(UUID id, String excerpt, String... recipients) {
        return Json.write(new MentionCreated(id, new Actor("ada", "Ada Lovelace"), List.of(recipients),
                new Source("comment", "7", "https://example.org/notes/7", "Note 7"), excerpt, Instant.now()));
    }

    /** The mention after an edit. */
    public static String revised(UUID id, long revision, String excerpt, String... recipients) {
        return Json.write(new MentionCreated(id, new Actor("ada", "Ada Lovelace"), List.of(recipients),
                new Source("comment", "7", "https://example.org/notes/7", "Note 7"), excerpt, Instant.now(),
                MentionCreated.DEFAULT_KIND, null, null, null, revision));
    }

    /** Takes a mention back. Records with one key keep their order. */
    public void retract(String key, UUID id, long revision) throws InterruptedException, ExecutionException, TimeoutException {
        byte[] value = Json.write(new MentionRetracted(id, revision)).getBytes(StandardCharsets.UTF_8);
        var record = new ProducerRecord<>(KAFKA_TOPIC, key.getBytes(StandardCharsets.UTF_8), value);
        record.headers().add(MentionRetracted.TYPE_HEADER, MentionRetracted.TYPE.getBytes(StandardCharsets.UTF_8));
        producer.send(record).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Returns when Kafka has stored the record. Records with one key keep their order. */
    public void write(String key, String value) throws InterruptedException, ExecutionException, TimeoutException {
        write(key, value.getBytes(StandardCharsets.UTF_8));
    }

    public void write(String key, byte[] value) throws InterruptedException, ExecutionException, TimeoutException {
        producer.send(new ProducerRecord<>(KAFKA_TOPIC, key.getBytes(StandardCharsets.UTF_8), value))
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Appends a record of a lane to that lane again. */
    public void repeat(ConsumerRecord<byte[], byte[]> record) throws InterruptedException, ExecutionException, TimeoutException {
        producer.send(new ProducerRecord<>(record.topic(), record.partition(), record.key(), record.value(), record.headers()))
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    public int partitions() {
        return producer.partitionsFor(KAFKA_TOPIC).size();
    }

    /** Appends to this partition. */
    public void write(int partition, String key, String value)
            throws InterruptedException, ExecutionException, TimeoutException {
        producer.send(new ProducerRecord<>(KAFKA_TOPIC, partition, key.getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8))).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** All present dead letters, oldest first. */
    public List<ConsumerRecord<byte[], byte[]>> deadLetters() throws TimeoutException {
        return all(DEAD_LETTERS);
    }

    /**
     * All present records of the lanes: those of posted mentions, and those that the router has taken from the public Kafka topic;
     * those of one lane in their order.
     */
    public List<ConsumerRecord<byte[], byte[]>> all() throws TimeoutException {
        return all(LANES);
    }

    private List<ConsumerRecord<byte[], byte[]>> all(String kafkaTopic) throws TimeoutException {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers, "enable.auto.commit", "false",
                        "isolation.level", "read_committed",
                        "default.api.timeout.ms", (int) PATIENCE.toMillis()),
                new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(kafkaTopic).stream()
                    .map(info -> new TopicPartition(kafkaTopic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            long giveUp = System.nanoTime() + PATIENCE.toNanos();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() > giveUp) {
                    throw new TimeoutException("%s could not be read within %s".formatted(kafkaTopic, PATIENCE));
                }
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        } catch (org.apache.kafka.common.errors.TimeoutException e) {
            throw (TimeoutException) new TimeoutException("%s could not be read".formatted(kafkaTopic)).initCause(e);
        }
    }

    @Override
    public void close() {
        producer.close(PATIENCE);
    }
}
