package dev.beckon.localstack.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * A record as notification-service set it aside: its bytes and headers as they were, and headers that say why and whence.
 *
 * @param at when it was set aside
 */
public record DeadLetter(LetterId id, Instant at, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {

    /** All headers that notification-service adds begin with it. */
    private static final String OURS = "dlq-";

    /** On a replayed record: which letter it was. It stays if the record is set aside once more. */
    public static final String REPLAY_OF = "replay-of";

    static DeadLetter of(ConsumerRecord<byte[], byte[]> record) {
        return new DeadLetter(new LetterId(record.partition(), record.offset()), Instant.ofEpochMilli(record.timestamp()),
                record.key(), record.value(), List.of(record.headers().toArray()));
    }

    public String reason() {
        return header("dlq-reason").orElse("");
    }

    /** {@code unreadable}: these bytes are no mention; {@code refused}: PostgreSQL did not take the rows; else not known. */
    public String cause() {
        return header("dlq-cause").orElse("unknown");
    }

    /** Such as {@code mentions-2@411}: Kafka topic, partition, offset. */
    public String origin() {
        return "%s-%s@%s".formatted(header("dlq-topic").orElse("?"), header("dlq-partition").orElse("?"),
                header("dlq-offset").orElse("?"));
    }

    /** Why giving it back would be in vain; empty if it may be stored now. {@code force} overrides a doubt, not a fact. */
    public Optional<String> objection(boolean force) {
        if (header("dlq-topic").isEmpty()) {
            return Optional.of("it has no header dlq-topic, so notification-service did not write it");
        }
        if (header("dlq-truncated").isPresent()) {
            return Optional.of("it was too large to be kept: its key and value are only at " + origin()
                    + ", as long as Kafka keeps that");
        }
        if (!force && !cause().equals("refused")) {
            return Optional.of("its bytes cannot be read (" + Printable.text(reason()) + "), and will not be now unless"
                    + " notification-service has changed since; if it has: --force");
        }
        return Optional.empty();
    }

    /** Key, value and headers as its author wrote them, and where it comes from now. The time is Kafka's, of the replay. */
    ProducerRecord<byte[], byte[]> again(String deadLetterTopic) {
        List<Header> kept = new ArrayList<>(headers);
        kept.removeIf(header -> header.key().startsWith(OURS) || header.key().equals(REPLAY_OF));
        kept.add(new RecordHeader(REPLAY_OF, (deadLetterTopic + "-" + id.partition() + "@" + id.offset()).getBytes(UTF_8)));
        return new ProducerRecord<>(header("dlq-topic").orElseThrow(), null, key, value, kept);
    }

    private Optional<String> header(String name) {
        return headers.reversed().stream()
                .filter(header -> header.key().equals(name) && header.value() != null)
                .findFirst()
                .map(header -> new String(header.value(), UTF_8));
    }
}
