package dev.beckon.notification.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jboss.logging.Logger;

/**
 * Sets records aside on the dead-letter Kafka topic: key, value and headers as they were, with headers that say why and
 * whence. Waits until Kafka has them. If an attempt's answer was lost a record may be there twice, never not at all.
 */
@ApplicationScoped
class DeadLetters {

    static final String REASON = "dlq-reason";

    /** {@code unreadable} or {@code refused}: see {@link Rejected.Cause}. */
    static final String CAUSE = "dlq-cause";

    static final String TOPIC = "dlq-topic";
    static final String PARTITION = "dlq-partition";
    static final String OFFSET = "dlq-offset";

    /** The original record's time, milliseconds since 1970. */
    static final String TIMESTAMP = "dlq-timestamp";

    /** Set when the record did not fit with its headers: key and value are left out, the origin says where they are. */
    static final String TRUNCATED = "dlq-truncated";

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);
    private static final String SMALLRYE_PREFIX = "__smallrye";

    private final Producer<byte[], byte[]> producer;
    private final DeadLettersConfig config;
    private final OutageRetry outages;
    private final Counter records;

    DeadLetters(Producer<byte[], byte[]> producer, DeadLettersConfig config, OutageRetry outages, MeterRegistry metrics) {
        this.producer = producer;
        this.config = config;
        this.outages = outages;
        this.records = Counter.builder("beckon.dlq.records")
                .description("Records that could not be stored, set aside").register(metrics);
    }

    /** Done when Kafka has acknowledged all of them. */
    Uni<Void> send(List<Rejected> rejected) {
        return Multi.createFrom().iterable(rejected)
                .onItem().transformToUniAndConcatenate(this::send)
                .onItem().ignoreAsUni();
    }

    private Uni<Void> send(Rejected rejected) {
        return outages.untilDone(OutageRetry.KAFKA, attempt(whole(rejected)), RecordTooLargeException.class::isInstance)
                .onFailure(RecordTooLargeException.class)
                .recoverWithUni(() -> outages.untilDone(OutageRetry.KAFKA, attempt(truncated(rejected)), _ -> false))
                .invoke(() -> sent(rejected));
    }

    /** On a worker: {@code send} blocks while Kafka's metadata is not there. */
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
        LOG.warnf("Record %s-%d@%d can never be stored, it is on %s now: %s", rejected.origin().topic(),
                rejected.origin().partition(), rejected.origin().offset(), config.kafkaTopic(), rejected.reason());
    }

    private ProducerRecord<byte[], byte[]> whole(Rejected rejected) {
        ConsumerRecord<byte[], byte[]> origin = rejected.origin();
        var letter = new ProducerRecord<>(config.kafkaTopic(), origin.key(), origin.value());
        for (Header header : origin.headers()) {
            if (!header.key().startsWith(SMALLRYE_PREFIX)) { // the connector's own note, put there on arrival
                letter.headers().add(header);
            }
        }
        return addressed(letter, rejected);
    }

    private ProducerRecord<byte[], byte[]> truncated(Rejected rejected) {
        var letter = new ProducerRecord<byte[], byte[]>(config.kafkaTopic(), null, null);
        letter.headers().add(TRUNCATED, "true".getBytes(UTF_8));
        return addressed(letter, rejected);
    }

    private static ProducerRecord<byte[], byte[]> addressed(ProducerRecord<byte[], byte[]> letter, Rejected rejected) {
        ConsumerRecord<byte[], byte[]> origin = rejected.origin();
        Headers headers = letter.headers();
        headers.add(REASON, rejected.reason().getBytes(UTF_8));
        headers.add(CAUSE, rejected.cause().name().toLowerCase(Locale.ROOT).getBytes(UTF_8));
        headers.add(TOPIC, origin.topic().getBytes(UTF_8));
        headers.add(PARTITION, Integer.toString(origin.partition()).getBytes(UTF_8));
        headers.add(OFFSET, Long.toString(origin.offset()).getBytes(UTF_8));
        headers.add(TIMESTAMP, Long.toString(origin.timestamp()).getBytes(UTF_8));
        return letter;
    }
}
