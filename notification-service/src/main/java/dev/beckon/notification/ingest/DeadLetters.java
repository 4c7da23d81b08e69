package dev.beckon.notification.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.beckon.contracts.DeadLetterHeaders;
import dev.beckon.notification.ingest.MentionGroup.Rejected;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jboss.logging.Logger;

/**
 * Sets records aside on the dead-letter Kafka topic: key, value and headers unchanged, plus headers with the reason and the
 * origin. Waits until Kafka has them. If the answer to an attempt is lost, Kafka may store a record twice, but loses none.
 */
@ApplicationScoped
class DeadLetters {

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);
    private static final String SMALLRYE_PREFIX = "__smallrye";

    private final Producer<byte[], byte[]> producer;
    private final Config config;
    private final OutageRetry outages;
    private final Counter records;

    /** The destination of records that can never be stored. */
    @ConfigMapping(prefix = "notification.dead-letters")
    interface Config {

        /** The dead-letter Kafka topic. */
        @WithDefault("mentions-dlq")
        String kafkaTopic();
    }

    DeadLetters(Producer<byte[], byte[]> producer, Config config, OutageRetry outages, MeterRegistry metrics) {
        this.producer = producer;
        this.config = config;
        this.outages = outages;
        this.records = Counter.builder("beckon.dlq.records")
                .description("Records that could not be stored, set aside").register(metrics);
    }

    /** Completes when Kafka has acknowledged it. */
    Uni<Void> send(Rejected rejected) {
        return outages.untilDone(OutageRetry.KAFKA, attempt(whole(rejected)), RecordTooLargeException.class::isInstance)
                .onFailure(RecordTooLargeException.class)
                .recoverWithUni(() -> outages.untilDone(OutageRetry.KAFKA, attempt(truncated(rejected)), _ -> false))
                .invoke(() -> sent(rejected));
    }

    /** Runs on a worker: {@code send} blocks while Kafka's metadata is missing. */
    private Uni<Void> attempt(ProducerRecord<byte[], byte[]> letter) {
        return Uni.createFrom().<Void>emitter(emitter -> producer.send(letter, (_, failure) -> {
            if (failure == null) {
                emitter.complete(null);
            } else {
                emitter.fail(failure);
            }
        })).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private void sent(Rejected rejected) {
        records.increment();
        Headers origin = origin(rejected.origin());
        LOG.warnf("Record %s-%s@%s can never be stored, it is on %s now: %s", text(origin, DeadLetterHeaders.TOPIC),
                text(origin, DeadLetterHeaders.PARTITION), text(origin, DeadLetterHeaders.OFFSET), config.kafkaTopic(),
                rejected.reason());
    }

    private ProducerRecord<byte[], byte[]> whole(Rejected rejected) {
        ConsumerRecord<byte[], byte[]> origin = rejected.origin();
        var letter = new ProducerRecord<>(config.kafkaTopic(), origin.key(), origin.value());
        for (Header header : origin.headers()) {
            if (!header.key().startsWith(SMALLRYE_PREFIX)) { // the connector added these on arrival
                letter.headers().add(header);
            }
        }
        return addressed(letter, rejected);
    }

    private ProducerRecord<byte[], byte[]> truncated(Rejected rejected) {
        var letter = new ProducerRecord<byte[], byte[]>(config.kafkaTopic(), null, null);
        letter.headers().add(DeadLetterHeaders.TRUNCATED, "true".getBytes(UTF_8));
        return addressed(letter, rejected);
    }

    private static ProducerRecord<byte[], byte[]> addressed(ProducerRecord<byte[], byte[]> letter, Rejected rejected) {
        Headers headers = letter.headers();
        headers.add(DeadLetterHeaders.REASON, rejected.reason().getBytes(UTF_8));
        headers.add(DeadLetterHeaders.CAUSE, rejected.cause().name().toLowerCase(Locale.ROOT).getBytes(UTF_8));
        origin(rejected.origin()).forEach(header -> headers.remove(header.key()).add(header));
        return letter;
    }

    /** The place that mention-service's router has noted, if it could not read the record and passed it on; else the record's own. */
    private static Headers origin(ConsumerRecord<byte[], byte[]> record) {
        Headers origin = new RecordHeaders()
                .add(DeadLetterHeaders.TOPIC, record.topic().getBytes(UTF_8))
                .add(DeadLetterHeaders.PARTITION, Integer.toString(record.partition()).getBytes(UTF_8))
                .add(DeadLetterHeaders.OFFSET, Long.toString(record.offset()).getBytes(UTF_8))
                .add(DeadLetterHeaders.TIMESTAMP, Long.toString(record.timestamp()).getBytes(UTF_8));
        for (Header own : origin.toArray()) {
            Header noted = record.headers().lastHeader(own.key());
            if (noted != null) {
                origin.remove(own.key()).add(noted);
            }
        }
        return origin;
    }

    private static String text(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), UTF_8);
    }
}
