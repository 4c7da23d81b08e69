package dev.beckon.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.beckon.contracts.MentionCreated;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes mentions as product teams do, reads dead letters as operators do, and reads committed offsets. */
public final class KafkaClient implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final Map<String, Object> broker = Map.of("bootstrap.servers", Servers.kafka.bootstrapServers());
    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", Servers.kafka.bootstrapServers(), "linger.ms", 0, "max.request.size", 2_000_000),
            new ByteArraySerializer(), new ByteArraySerializer());

    public static byte[] json(MentionCreated mention) {
        try {
            return JSON.writeValueAsBytes(mention);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public RecordMetadata send(MentionCreated mention) {
        return send(mention.id().toString(), json(mention));
    }

    public RecordMetadata send(String key, byte[] value) {
        return send(new ProducerRecord<>(Servers.LANES, key.getBytes(UTF_8), value));
    }

    /** Sends one batch to one partition, so that the consumer most likely gets the records together. */
    public void sendTogether(List<byte[]> values) {
        values.forEach(value -> producer.send(new ProducerRecord<>(Servers.LANES, 0, null, value)));
        producer.flush();
    }

    /** @return the keys of the records */
    public List<String> sendToEachPartition(int count, String recipient) {
        List<String> keys = new ArrayList<>();
        int partitions = partitions();
        for (int i = 0; i < count * partitions; i++) {
            MentionCreated mention = Mentions.of(recipient);
            keys.add(mention.id().toString());
            producer.send(new ProducerRecord<>(Servers.LANES, i % partitions, keys.getLast().getBytes(UTF_8), json(mention)));
        }
        producer.flush();
        return keys;
    }

    /** Current partitions of the Kafka topic of the lanes; a test may have added some. */
    public int partitions() {
        try (Admin admin = Admin.create(broker)) {
            return admin.describeTopics(List.of(Servers.LANES)).allTopicNames().get().get(Servers.LANES).partitions().size();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    public void addPartitions(int total) {
        try (Admin admin = Admin.create(broker)) {
            admin.createPartitions(Map.of(Servers.LANES, NewPartitions.increaseTo(total))).all().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A producer with an open transaction. */
    public KafkaProducer<byte[], byte[]> inTransaction() {
        KafkaProducer<byte[], byte[]> transactional = new KafkaProducer<>(
                Map.of("bootstrap.servers", Servers.kafka.bootstrapServers(), "transactional.id", UUID.randomUUID().toString()),
                new ByteArraySerializer(), new ByteArraySerializer());
        transactional.initTransactions();
        transactional.beginTransaction();
        return transactional;
    }

    /** The ids of the consumer group's members; a member that Kafka evicts and readmits gets a new one. */
    public Set<String> members() {
        try (Admin admin = Admin.create(broker)) {
            return admin.describeConsumerGroups(List.of(Servers.GROUP)).all().get().values().stream()
                    .flatMap(group -> group.members().stream()).map(MemberDescription::consumerId).collect(Collectors.toSet());
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    public RecordMetadata send(ProducerRecord<byte[], byte[]> record) {
        try {
            return producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every record on the dead-letter Kafka topic. */
    public List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        var partition = new TopicPartition("mentions-dlq", 0);
        try (var consumer = new KafkaConsumer<>(broker, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    /** Number of records that the service has not committed yet. */
    public long lag() {
        List<TopicPartition> partitions = IntStream.range(0, partitions())
                .mapToObj(partition -> new TopicPartition(Servers.LANES, partition)).toList();
        try (Admin admin = Admin.create(broker);
                var consumer = new KafkaConsumer<>(broker, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Map<TopicPartition, OffsetAndMetadata> committed = admin
                    .listConsumerGroupOffsets(Servers.GROUP).partitionsToOffsetAndMetadata().get();
            return consumer.endOffsets(partitions).entrySet().stream()
                    .mapToLong(end -> end.getValue()
                            - (committed.get(end.getKey()) == null ? 0 : committed.get(end.getKey()).offset()))
                    .sum();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
