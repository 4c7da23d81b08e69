package dev.beckon.notification.ingest;

import dev.beckon.http.InvalidJsonException;
import dev.beckon.notification.ingest.MentionGroup.Decoded;
import dev.beckon.notification.ingest.MentionGroup.Rejected;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Reads records from Kafka, gives each lane its share of them, and sets aside those that cannot be read. Does not wait until
 * they are stored: {@link ReadPositions} bounds what is read and commits what is stored.
 */
@ApplicationScoped
class MentionConsumer {

    private static final Logger LOG = Logger.getLogger(MentionConsumer.class);

    private final LaneScheduler lanes;
    private final DeadLetters deadLetters;
    private final ReadPositions positions;
    private final MentionDecoder decoder;
    /** SmallRye calls {@link #consume} with one batch at a time. */
    private CompletionStage<Void> deadLettersSent = CompletableFuture.completedFuture(null);

    MentionConsumer(LaneScheduler lanes, DeadLetters deadLetters, ReadPositions positions, Validator validator) {
        this.lanes = lanes;
        this.deadLetters = deadLetters;
        this.positions = positions;
        this.decoder = new MentionDecoder(validator);
    }

    @Incoming("mentions")
    @Acknowledgment(Acknowledgment.Strategy.NONE)
    Uni<Void> consume(ConsumerRecords<byte[], byte[]> batch) {
        try {
            List<List<Decoded>> mentions = new ArrayList<>();
            List<Rejected> rejected = new ArrayList<>();
            batch.forEach(record -> decode(record, mentions, rejected));
            lanes.add(mentions);
            setAside(rejected);
        } catch (RuntimeException e) {
            positions.failed(e);
            throw e;
        }
        return Uni.createFrom().voidItem();
    }

    private void decode(ConsumerRecord<byte[], byte[]> record, List<List<Decoded>> mentions, List<Rejected> rejected) {
        try {
            List<Decoded> decoded = decoder.decode(record, now(record));
            mentions.add(decoded);
            if (LOG.isDebugEnabled()) {
                decoded.forEach(share -> LOG.debugf("Mention %s: %s of it is read from %s-%d@%d", share.change().mentionId(), share.lane(),
                        record.topic(), record.partition(), record.offset()));
            }
        } catch (InvalidJsonException e) {
            rejected.add(new Rejected(record, Rejected.Cause.UNREADABLE, e.getMessage()));
        } catch (RuntimeException e) {
            // A bug in this service. If it propagated, one record would end consumption for good.
            LOG.errorf(e, "Record %s-%d@%d cannot be read", record.topic(), record.partition(), record.offset());
            rejected.add(new Rejected(record, Rejected.Cause.UNREADABLE, "cannot be read: " + e.getClass().getName()));
        }
    }

    /**
     * Beside the lanes: mentions are stored even while Kafka does not take dead letters. One after another, also across batches,
     * so that dead letters keep the order of their records.
     */
    private void setAside(List<Rejected> rejected) {
        if (rejected.isEmpty()) {
            return;
        }
        deadLettersSent = deadLettersSent.thenCompose(_ -> Multi.createFrom().iterable(rejected)
                .onItem().transformToUniAndConcatenate(
                        letter -> deadLetters.send(letter).invoke(() -> positions.stored(letter.origin())))
                .onItem().ignoreAsUni()
                .onFailure().invoke(positions::failed)
                .subscribeAsCompletionStage());
    }

    private static Instant now(ConsumerRecord<byte[], byte[]> record) {
        Instant now = Instant.now();
        Instant written = Instant.ofEpochMilli(record.timestamp());
        return written.isAfter(now) ? written : now;
    }
}
