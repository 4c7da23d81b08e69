package dev.beckon.localstack.deadletters;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of a Kafka cluster. Looks at what is there now, as a member of no consumer group, and changes nothing:
 * Kafka itself forgets them after the Kafka topic's retention. Not thread-safe.
 */
public final class DeadLetters implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String kafkaTopic;
    private final Map<String, Object> settings;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /** @param client at least {@code bootstrap.servers}; with what the cluster asks for to let somebody in */
    public DeadLetters(String kafkaTopic, Map<String, Object> client) {
        this.kafkaTopic = kafkaTopic;
        this.settings = new HashMap<>(Map.of("default.api.timeout.ms", (int) PATIENCE.toMillis(), "request.timeout.ms", 5_000,
                "enable.auto.commit", false, "isolation.level", "read_committed"));
        settings.putAll(client);
        try {
            this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            throw failed(e);
        }
    }

    /**
     * The last ones, newest last.
     *
     * @param reason part of their reason; {@code null}: whatever it is, which needs no look at those before them
     */
    public List<DeadLetter> newest(int limit, @Nullable String reason) {
        List<DeadLetter> newest = new ArrayList<>();
        for (TopicPartition partition : partitions()) {
            newest.addAll(newest(partition, limit, reason));
        }
        newest.sort(Comparator.comparing(DeadLetter::at).thenComparing(DeadLetter::id));
        return newest.subList(Math.max(0, newest.size() - limit), newest.size());
    }

    private Deque<DeadLetter> newest(TopicPartition partition, int limit, @Nullable String reason) {
        Deque<DeadLetter> newest = new ArrayDeque<>();
        long from = reason == null ? Math.max(0, end(partition) - limit) : 0;
        read(partition, from, Long.MAX_VALUE, letter -> {
            if (reason == null || letter.reason().contains(reason)) {
                newest.add(letter);
                if (newest.size() > limit) {
                    newest.remove();
                }
            }
        });
        return newest;
    }

    public Optional<DeadLetter> find(LetterId id) {
        List<DeadLetter> found = new ArrayList<>();
        partitions().stream().filter(partition -> partition.partition() == id.partition())
                .forEach(partition -> read(partition, id.offset(), id.offset() + 1, found::add));
        return found.stream().filter(letter -> letter.id().equals(id)).findFirst();
    }

    /** All that are there when it begins, oldest first in each partition; one after the other, so any number of them. */
    public void forEach(Consumer<DeadLetter> action) {
        for (TopicPartition partition : partitions()) {
            read(partition, 0, Long.MAX_VALUE, action);
        }
    }

    /** What gives letters back to where they came from. */
    public Replay replay() {
        return new Replay(kafkaTopic, settings);
    }

    private List<TopicPartition> partitions() {
        try {
            List<PartitionInfo> found = consumer.partitionsFor(kafkaTopic);
            if (found == null || found.isEmpty()) {
                throw new DeadLettersException("There is no Kafka topic '%s' at %s; name the one of your dead letters with --topic."
                        .formatted(kafkaTopic, settings.get("bootstrap.servers")));
            }
            return found.stream().map(p -> new TopicPartition(p.topic(), p.partition()))
                    .sorted(Comparator.comparingInt(TopicPartition::partition)).toList();
        } catch (KafkaException e) {
            throw failed(e);
        }
    }

    private long end(TopicPartition partition) {
        try {
            return consumer.endOffsets(List.of(partition)).get(partition);
        } catch (KafkaException e) {
            throw failed(e);
        }
    }

    private void read(TopicPartition partition, long from, long to, Consumer<DeadLetter> action) {
        long end = Math.min(to, end(partition));
        try {
            consumer.assign(List.of(partition));
            consumer.seek(partition, Math.max(from, consumer.beginningOffsets(List.of(partition)).get(partition)));
            long givenUp = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.offset() < end) {
                        action.accept(DeadLetter.of(record));
                    }
                    givenUp = System.nanoTime() + PATIENCE.toNanos();
                }
                if (System.nanoTime() > givenUp) {
                    throw new TimeoutException("no record for " + PATIENCE.toSeconds() + " s");
                }
            }
        } catch (KafkaException e) {
            throw failed(e);
        }
    }

    private DeadLettersException failed(KafkaException failure) {
        return DeadLettersException.of(failure, settings.get("bootstrap.servers"));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
