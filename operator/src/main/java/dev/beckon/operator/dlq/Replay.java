package dev.beckon.operator.dlq;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes dead letters back to the Kafka topics that they came from. Repeating a replay is harmless: notification-service does not
 * store a stored mention again.
 */
final class Replay implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    /** The limit with which notification-service writes dead letters, so that each of them can be replayed. */
    private static final int MAX_REQUEST_BYTES = 8 * 1024 * 1024;

    private final String deadLetterTopic;
    private final @Nullable Object bootstrapServers;
    private final KafkaProducer<byte[], byte[]> producer;

    Replay(String deadLetterTopic, Map<String, Object> client) {
        this.deadLetterTopic = deadLetterTopic;
        this.bootstrapServers = client.get("bootstrap.servers");
        Map<String, Object> settings = new HashMap<>(Map.of("acks", "all", "linger.ms", 0,
                "max.block.ms", (long) PATIENCE_MILLIS, "delivery.timeout.ms", PATIENCE_MILLIS,
                "max.request.size", MAX_REQUEST_BYTES));
        settings.putAll(client);
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** @return the record's new position, such as {@code mentions-2@418}, once Kafka has acknowledged it */
    public String send(DeadLetter letter) {
        try {
            RecordMetadata sent = producer.send(letter.again(deadLetterTopic)).get();
            return sent.topic() + "-" + sent.partition() + "@" + sent.offset();
        } catch (ExecutionException e) {
            throw DeadLettersException.of(Objects.requireNonNullElse(e.getCause(), e), bootstrapServers);
        } catch (KafkaException e) {
            throw DeadLettersException.of(e, bootstrapServers);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeadLettersException("interrupted; what was not reported as replayed may have been");
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofMillis(PATIENCE_MILLIS));
    }
}
