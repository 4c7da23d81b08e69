package dev.beckon.gateway.notifications;

import dev.beckon.channels.channel.Member;
import dev.beckon.channels.pubsub.PubSub;
import dev.beckon.contracts.CatchUp;
import dev.beckon.contracts.CatchUp.Position;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Redis is a hint, never the truth: compares the revisions of all members with their inboxes, in batches, every so often
 * and whenever the subscription was interrupted. Who differs repairs itself. One round at a time.
 */
@Startup
@Singleton
final class Reconciler {

    private static final Logger LOG = Logger.getLogger(Reconciler.class);

    private final InboxMembers members;
    private final InboxClient inbox;
    private final Vertx vertx;
    private final InboxMeters meters;
    private final long timer;
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicBoolean again = new AtomicBoolean();

    Reconciler(InboxMembers members, InboxClient inbox, InboxConfig config, PubSub pubSub, Vertx vertx,
            InboxMeters meters) {
        this.members = members;
        this.inbox = inbox;
        this.vertx = vertx;
        this.meters = meters;
        this.timer = vertx.setPeriodic(config.reconcileInterval().toMillis(), _ -> reconcile());
        pubSub.onMissed(this::reconcile);
    }

    private record Snapshot(Member member, InboxCursor cursor, Position position) {}

    /** If a round is under way, another one follows it: it may have passed by what changed since. */
    void reconcile() {
        again.set(true);
        if (running.compareAndSet(false, true)) {
            again.set(false);
            Multi.createFrom().iterable(batches())
                    .onItem().transformToUniAndConcatenate(this::compare)
                    .collect().last()
                    .onItemOrFailure().invoke((_, failure) -> finished(failure))
                    .subscribe().with(_ -> {}, _ -> {});
        }
    }

    private List<List<Snapshot>> batches() {
        List<List<Snapshot>> batches = new ArrayList<>();
        List<Snapshot> batch = new ArrayList<>();
        for (Map.Entry<Member, InboxCursor> entry : members.all().entrySet()) {
            batch.add(new Snapshot(entry.getKey(), entry.getValue(), entry.getValue().position()));
            if (batch.size() == CatchUp.MAX_USERS) {
                batches.add(batch);
                batch = new ArrayList<>();
            }
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }

    private Uni<Void> compare(List<Snapshot> batch) {
        return inbox.catchUp(batch.stream().map(Snapshot::position).toList())
                .invoke(differences -> {
                    for (int i = 0; i < batch.size(); i++) {
                        Snapshot snapshot = batch.get(i);
                        if (snapshot.cursor().differsFrom(differences.get(i))) {
                            meters.reconcileHit();
                            snapshot.member().send(new NotificationsChannel.Behind());
                        }
                    }
                })
                .replaceWithVoid();
    }

    private void finished(Throwable failure) {
        running.set(false);
        meters.reconciled(failure == null);
        if (failure != null) {
            LOG.warnf("Members' revisions could not be compared; the next round will: %s", failure.getMessage());
        } else if (again.get()) {
            reconcile();
        }
    }

    @PreDestroy
    void stop() {
        vertx.cancelTimer(timer);
    }
}
