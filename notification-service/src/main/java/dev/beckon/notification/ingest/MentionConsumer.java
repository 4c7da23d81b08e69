package dev.beckon.notification.ingest;

import dev.beckon.contracts.InboxPayload.NewNotification;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.Notification;
import dev.beckon.notification.inbox.DatabaseFailure;
import dev.beckon.notification.inbox.NotificationStore;
import dev.beckon.notification.inbox.StoredNotification;
import dev.beckon.notification.push.AddressedFrame;
import dev.beckon.notification.push.InboxFrames;
import dev.beckon.notification.push.RedisPush;
import io.opentelemetry.api.OpenTelemetry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Kafka to inbox to gateways. At least once into the inbox, where a repeated mention changes nothing; a batch counts as
 * read only when it is stored and published, so one that comes again is published again, and receivers drop what they
 * have by revision. One batch at a time; its offset never passes what is not stored. An outage makes it wait, bad data
 * makes one record go aside, so the returned {@link Uni} does not fail.
 */
@ApplicationScoped
class MentionConsumer {

    private final NotificationStore store;
    private final RedisPush push;
    private final InboxFrames frames;
    private final DeadLetters deadLetters;
    private final OutageRetry outages;
    private final ReadPositions positions;
    private final IngestMetrics metrics;
    private final OpenTelemetry telemetry;
    private final IngestConfig config;
    private final MentionDecoder decoder;

    MentionConsumer(NotificationStore store, RedisPush push, InboxFrames frames, DeadLetters deadLetters,
            OutageRetry outages, ReadPositions positions, IngestMetrics metrics, OpenTelemetry telemetry, IngestConfig config) {
        this.store = store;
        this.push = push;
        this.frames = frames;
        this.deadLetters = deadLetters;
        this.outages = outages;
        this.positions = positions;
        this.metrics = metrics;
        this.telemetry = telemetry;
        this.config = config;
        this.decoder = new MentionDecoder(config.maxAhead());
    }

    /** Kafka counts the batch as read when the returned Uni completes. */
    @Incoming("mentions")
    Uni<Void> consume(ConsumerRecords<byte[], byte[]> batch) {
        return Multi.createFrom().iterable(MentionGroup.of(batch, config.rowsPerStatement(), decoder))
                .onItem().transformToUniAndConcatenate(group ->
                        deadLetters.send(group.rejected()).chain(() -> store(group.mentions())))
                .onItem().ignoreAsUni()
                .invoke(() -> positions.stored(batch))
                .onFailure().invoke(positions::failed);
    }

    private Uni<Void> store(List<Decoded> records) {
        if (records.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        GroupTrace trace = GroupTrace.begin(telemetry, records);
        trace.storing();
        Uni<List<StoredNotification>> attempt =
                Uni.createFrom().deferred(() -> store.addNew(records.stream().map(Decoded::mention).toList()));
        return outages.untilDone(OutageRetry.POSTGRESQL, attempt, MentionConsumer::isDataFault)
                .invoke(results -> metrics.stored(records, results))
                .chain(results -> publish(results, records, trace))
                .onItemOrFailure().invoke((_, failure) -> trace.end(failure))
                .onFailure(MentionConsumer::isDataFault).recoverWithUni(failure -> isolate(records, failure));
    }

    private Uni<Void> publish(List<StoredNotification> results, List<Decoded> records, GroupTrace trace) {
        trace.publishing();
        return push.publishMentions(results.stream().map(stored -> frame(stored, records, trace)).toList());
    }

    /** PostgreSQL refuses the data of one of these records: halves of halves find it, and the others are stored. */
    private Uni<Void> isolate(List<Decoded> records, Throwable refusal) {
        if (records.size() == 1) {
            return deadLetters.send(List.of(new Rejected(records.getFirst().origin(), Rejected.Cause.REFUSED,
                    "PostgreSQL refuses it: " + refusal.getMessage())));
        }
        int half = records.size() / 2;
        return store(records.subList(0, half)).chain(() -> store(records.subList(half, records.size())));
    }

    private static boolean isDataFault(Throwable failure) {
        return DatabaseFailure.of(failure) == DatabaseFailure.DATA;
    }

    private AddressedFrame frame(StoredNotification stored, List<Decoded> records, GroupTrace trace) {
        StoredNotification.Fresh fresh = stored.fresh();
        if (fresh == null) {
            return frames.stale(stored.recipient(), stored.rev(), stored.epoch());
        }
        MentionCreated mention = fresh.mention();
        Notification notification = new Notification(fresh.id(), mention.id(), fresh.seq(), stored.rev(),
                mention.actor(), mention.source(), mention.excerpt(), mention.occurredAt(), fresh.createdAt(),
                false, false);
        return frames.newNotification(stored.recipient(), new NewNotification(notification, fresh.unread(),
                fresh.unseen(), fresh.seq(), stored.rev(), stored.epoch(), fresh.readUpTo()),
                records.get(fresh.place()).trail(trace.traceparent(fresh.place())));
    }
}
