package dev.beckon.notification;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Joins the consumer group as another process of the service would and gets its share of partitions, but commits nothing. */
public final class SecondConsumer implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
            Map.of("bootstrap.servers", Servers.kafka.bootstrapServers(), "group.id", Servers.GROUP,
                    "enable.auto.commit", false, "auto.offset.reset", "earliest",
                    "partition.assignment.strategy", CooperativeStickyAssignor.class.getName()),
            new ByteArrayDeserializer(), new ByteArrayDeserializer());
    private final List<ConsumerRecord<byte[], byte[]>> records = new CopyOnWriteArrayList<>();
    private final Thread thread = Thread.ofPlatform().start(this::run);
    private volatile Set<TopicPartition> partitions = Set.of();

    private void run() {
        try (consumer) {
            consumer.subscribe(List.of(Servers.LANES));
            while (true) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                partitions = Set.copyOf(consumer.assignment());
            }
        } catch (WakeupException closed) {
            // closing the consumer leaves the group
        }
    }

    public Set<TopicPartition> partitions() {
        return partitions;
    }

    public List<ConsumerRecord<byte[], byte[]>> records() {
        return List.copyOf(records);
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
