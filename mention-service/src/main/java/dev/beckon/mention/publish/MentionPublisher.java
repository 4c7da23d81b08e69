package dev.beckon.mention.publish;

import dev.beckon.contracts.AccessRevoked;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.http.ProblemException;
import dev.beckon.http.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaProducer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;

/**
 * Sends mentions to Kafka and completes when Kafka has acknowledged all of them.
 *
 * <p>Uses the producer of the SmallRye channel {@code mentions}, but not its emitter, which sends record by record, retries
 * failed ones on top of the producer's own retries, and cannot be cancelled once the caller has gone. Here one task on the
 * channel's sending thread sends all records of a call, or none if the call's deadline passed while a producer without metadata
 * blocked that thread.
 */
@ApplicationScoped
public class MentionPublisher {

    private static final Logger LOG = Logger.getLogger(MentionPublisher.class);
    private static final String CHANNEL = "mentions";

    private final KafkaClientService clients;
    private final MentionRecords records;
    private final KafkaConfig config;
    private final SendTracing tracing;
    private final Timer acknowledgement;
    private final AtomicBoolean failing = new AtomicBoolean();

    MentionPublisher(KafkaClientService clients, MentionRecords records, KafkaConfig config, SendTracing tracing,
            MeterRegistry meters) {
        this.clients = clients;
        this.records = records;
        this.config = config;
        this.tracing = tracing;
        this.acknowledgement = Timer.builder("beckon.mentions.acknowledgement")
                .description("From a checked call to Kafka's acknowledgement of all its records")
                .publishPercentileHistogram()
                .register(meters);
    }

    /**
     * Completes once every in-sync replica has every record. Otherwise fails with {@link ProblemType#NOT_ACKNOWLEDGED}, at the
     * latest at the deadline; Kafka may then have any part of the records, so a repeated call needs the same ids.
     */
    public Uni<Void> publish(List<MentionCreated> mentions) {
        Set<UUID> ids = mentions.stream().map(MentionCreated::id).collect(Collectors.toCollection(LinkedHashSet::new));
        return send(ids, records.of(mentions));
    }

    /**
     * Tells every lane of a revision; completes and fails as {@link #publish}.
     *
     * @param parts at most one for each lane; the other lanes take the mention back
     */
    public Uni<Void> revise(UUID id, long revision, List<MentionCreated> parts) {
        return send(Set.of(id), records.of(id, revision, parts));
    }

    /** Sends lost access to the user's lane; completes and fails as {@link #publish}. */
    public Uni<Void> revoke(AccessRevoked revoked) {
        return send(Set.of(), List.of(records.of(revoked)));
    }

    private Uni<Void> send(Set<UUID> ids, List<ProducerRecord<String, byte[]>> batch) {
        Span span = tracing.start(ids, batch);
        long start = System.nanoTime();
        return producer()
                .runOnSendingThread((Producer<String, byte[]> kafka) -> sendAll(kafka, batch, start))
                .chain(sent -> Uni.createFrom().completionStage(sent))
                .ifNoItem().after(config.deadline()).fail()
                .onItemOrFailure().invoke((_, failure) -> SendTracing.end(span, failure))
                .invoke(() -> acknowledged(ids, start))
                .onFailure(failure -> !(failure instanceof RecordTooLargeException)).transform(this::refusal);
    }

    /** Fetches the metadata of the lanes' Kafka topic, so that the first mention does not wait for it. */
    Uni<Void> warmUp() {
        return producer().partitionsFor(config.lanesTopic()).replaceWithVoid();
    }

    private CompletableFuture<Void> sendAll(
            Producer<String, byte[]> kafka, List<ProducerRecord<String, byte[]>> batch, long start) {
        CompletableFuture<?>[] sent = new CompletableFuture<?>[batch.size()];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = System.nanoTime() - start > config.deadline().toNanos()
                    ? CompletableFuture.failedFuture(new TimeoutException())
                    : send(kafka, batch.get(i));
            if (sent[i].isCompletedExceptionally()) { // each further record would block as long
                return sent[i].thenApply(_ -> null);
            }
        }
        return CompletableFuture.allOf(sent);
    }

    private static CompletableFuture<Void> send(Producer<String, byte[]> kafka, ProducerRecord<String, byte[]> part) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        kafka.send(part, (_, failure) -> {
            if (failure == null) {
                sent.complete(null);
            } else {
                sent.completeExceptionally(failure);
            }
        });
        return sent;
    }

    private void acknowledged(Set<UUID> ids, long start) {
        if (LOG.isDebugEnabled()) {
            ids.forEach(id -> LOG.debugf("Mention %s: acknowledged by Kafka, on %s", id, config.lanesTopic()));
        }
        acknowledgement.record(Duration.ofNanos(System.nanoTime() - start));
        if (failing.get() && failing.compareAndSet(true, false)) {
            LOG.info("Kafka acknowledges mentions again");
        }
    }

    private ProblemException refusal(Throwable failure) {
        if (failing.compareAndSet(false, true)) { // logs the first of an outage; the metric counts the rest
            LOG.warnf("Kafka does not acknowledge mentions: %s", failure);
        }
        return new ProblemException(
                ProblemType.NOT_ACKNOWLEDGED,
                "Repeat the request, a post with the Idempotency-Key of this response: what was accepted already is not doubled.");
    }

    private KafkaProducer<String, byte[]> producer() {
        return clients.getProducer(CHANNEL);
    }
}
