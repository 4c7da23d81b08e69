package dev.beckon.operator.dlq;

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
 * The dead letters of a Kafka cluster. Reads the present ones without a consumer group, and changes nothing:
 * Kafka deletes them after the Kafka topic's retention. Not thread-safe.
 */
final class DeadLetterReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String kafkaTopic;
    private final Map<String, Object> settings;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /** @param client settings of the Kafka client: at least {@code bootstrap.servers}, and those that the cluster demands */
    public DeadLetterReader(String kafkaTopic, Map<String, Object> client) {
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
     * The newest dead letters, newest last.
     *
     * @param reason text that their reason contains; {@code null}: any reason, for which older letters need not be read
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

    /** Visits all letters present at the call, oldest first in each partition. Holds one at a time, so their number is not limited. */
    public void forEach(Consumer<DeadLetter> action) {
        for (TopicPartition partition : partitions()) {
            read(partition, 0, Long.MAX_VALUE, action);
        }
    }

    /** A replay of these letters; the caller closes it. */
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
            return only(consumer.endOffsets(List.of(partition)));
        } catch (KafkaException e) {
            throw failed(e);
        }
    }

    /** The client answers for every requested partition, or throws. */
    private static long only(Map<TopicPartition, Long> offsets) {
        return offsets.values().iterator().next();
    }

    private void read(TopicPartition partition, long from, long to, Consumer<DeadLetter> action) {
        long end = Math.min(to, end(partition));
        try {
            consumer.assign(List.of(partition));
            consumer.seek(partition, Math.max(from, only(consumer.beginningOffsets(List.of(partition)))));
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
