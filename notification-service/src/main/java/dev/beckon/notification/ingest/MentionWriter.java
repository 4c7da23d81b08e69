package dev.beckon.notification.ingest;

import dev.beckon.contracts.Lane;
import dev.beckon.notification.inbox.DatabaseFailure;
import dev.beckon.notification.inbox.NotificationStore;
import dev.beckon.notification.inbox.NotificationStore.Stored;
import dev.beckon.notification.ingest.MentionGroup.Decoded;
import dev.beckon.notification.ingest.MentionGroup.Rejected;
import dev.beckon.notification.push.ChangePublisher;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Stores a group of mentions in the inboxes and publishes the resulting frames to Redis, at least once: a repeated mention
 * changes nothing in an inbox, and gateways drop repeated frames by their revision. Waits out every outage.
 */
@ApplicationScoped
class MentionWriter {

    private static final Logger LOG = Logger.getLogger(MentionWriter.class);

    private final NotificationStore store;
    private final ChangePublisher publisher;
    private final DeadLetters deadLetters;
    private final OutageRetry outages;
    private final IngestTelemetry telemetry;

    MentionWriter(NotificationStore store, ChangePublisher publisher, DeadLetters deadLetters, OutageRetry outages,
            IngestTelemetry telemetry) {
        this.store = store;
        this.publisher = publisher;
        this.deadLetters = deadLetters;
        this.outages = outages;
        this.telemetry = telemetry;
    }

    /** Equal for lanes that one statement may store together. */
    int server(Lane lane) {
        return store.server(lane);
    }

    /**
     * Completes when each mention is stored and published.
     *
     * @param mentions of lanes on one server
     * @return fails, with nothing stored, if PostgreSQL refuses one of the mentions or an inbox is locked
     */
    Uni<Void> write(List<Decoded> mentions) {
        GroupTrace trace = telemetry.begin(mentions);
        trace.storing();
        Uni<Stored> attempt = Uni.createFrom().deferred(() -> store.store(mentions.stream().map(Decoded::change).toList()));
        Uni<Void> published = outages.untilDone(store.serverName(mentions.getFirst().lane()), attempt, MentionWriter::isNoOutage)
                .invoke(stored -> telemetry.stored(mentions, stored))
                .invoke(() -> log("stored", mentions))
                .call(stored -> setAsideConflicts(stored, mentions))
                .chain(stored -> publish(stored, mentions, trace))
                .invoke(() -> log("published", mentions));
        return publisher.writing(recipients(mentions), published)
                .onItemOrFailure().invoke((_, failure) -> trace.end(failure));
    }

    private static void log(String done, List<Decoded> mentions) {
        if (LOG.isDebugEnabled()) {
            mentions.forEach(mention -> LOG.debugf("Mention %s: %s of it is %s", mention.change().mentionId(), mention.lane(), done));
        }
    }

    private static List<String> recipients(List<Decoded> mentions) {
        return mentions.stream().flatMap(mention -> mention.change().recipients().stream()).toList();
    }

    private Uni<Void> publish(Stored stored, List<Decoded> mentions, GroupTrace trace) {
        trace.publishing();
        return publisher.publishMentions(stored.frames(index -> mentions.get(index).trail(trace.traceparent(index))));
    }

    private Uni<Void> setAsideConflicts(Stored stored, List<Decoded> mentions) {
        return Multi.createFrom().iterable(stored.conflicts()).onItem().transformToUniAndConcatenate(index -> deadLetters.send(
                new Rejected(mentions.get(index).origin(), Rejected.Cause.CONFLICT, "its id belongs to a mention with another text")))
                .onItem().ignoreAsUni();
    }

    /** Sets aside a mention that PostgreSQL refuses. */
    Uni<Void> setAside(Decoded mention, Throwable refusal) {
        return deadLetters.send(new Rejected(mention.origin(), Rejected.Cause.REFUSED, "PostgreSQL refuses it: " + refusal.getMessage()));
    }

    private static boolean isNoOutage(Throwable failure) {
        return DatabaseFailure.of(failure) == DatabaseFailure.DATA || DatabaseFailure.isContention(failure);
    }
}
