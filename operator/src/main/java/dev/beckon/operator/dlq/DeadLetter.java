package dev.beckon.operator.dlq;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.beckon.contracts.DeadLetterHeaders;
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
 * A record that notification-service has set aside: its original bytes and headers, and headers with the reason and the origin.
 *
 * @param at time at which the record was set aside
 */
record DeadLetter(LetterId id, Instant at, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {

    static DeadLetter of(ConsumerRecord<byte[], byte[]> record) {
        return new DeadLetter(new LetterId(record.partition(), record.offset()), Instant.ofEpochMilli(record.timestamp()),
                record.key(), record.value(), List.of(record.headers().toArray()));
    }

    public String reason() {
        return header(DeadLetterHeaders.REASON).orElse("");
    }

    /** {@code unreadable}: the bytes are not a mention; {@code refused}: PostgreSQL refused the rows; {@code
     * conflict}: its id belongs to a mention with another text; else {@code unknown}. */
    public String cause() {
        return header(DeadLetterHeaders.CAUSE).orElse("unknown");
    }

    /** Kafka topic, partition and offset, such as {@code mentions-2@411}. */
    public String origin() {
        return "%s-%s@%s".formatted(header(DeadLetterHeaders.TOPIC).orElse("?"), header(DeadLetterHeaders.PARTITION).orElse("?"),
                header(DeadLetterHeaders.OFFSET).orElse("?"));
    }

    /** The reason why a replay would fail; empty if it may succeed now. {@code force} overrides a doubt, not a fact. */
    public Optional<String> objection(boolean force) {
        if (header(DeadLetterHeaders.TOPIC).isEmpty()) {
            return Optional.of("it has no header dlq-topic, so notification-service did not write it");
        }
        if (header(DeadLetterHeaders.TRUNCATED).isPresent()) {
            return Optional.of("it was too large to be kept: its key and value are only at " + origin()
                    + ", as long as Kafka keeps that");
        }
        if (!force && !cause().equals("refused")) {
            return Optional.of("it cannot be stored (" + Printable.text(reason()) + "), and will not be now unless"
                    + " notification-service has changed since; if it has: --force");
        }
        return Optional.empty();
    }

    /**
     * The record to replay, for its original partition: the original key, value and headers, and a header with this letter's
     * position. Kafka sets a new time.
     */
    ProducerRecord<byte[], byte[]> again(String deadLetterTopic) {
        List<Header> kept = new ArrayList<>(headers);
        kept.removeIf(header -> header.key().startsWith(DeadLetterHeaders.PREFIX) || header.key().equals(DeadLetterHeaders.REPLAY_OF));
        kept.add(new RecordHeader(DeadLetterHeaders.REPLAY_OF, (deadLetterTopic + "-" + id.partition() + "@" + id.offset()).getBytes(
                UTF_8)));
        // Not by the key: the partition of a lane is not the one that Kafka's client would choose.
        Integer partition = header(DeadLetterHeaders.PARTITION).map(Integer::valueOf).orElse(null);
        return new ProducerRecord<>(header(DeadLetterHeaders.TOPIC).orElseThrow(), partition, key, value, kept);
    }

    private Optional<String> header(String name) {
        return headers.reversed().stream()
                .filter(header -> header.key().equals(name) && header.value() != null)
                .findFirst()
                .map(header -> new String(header.value(), UTF_8));
    }
}
