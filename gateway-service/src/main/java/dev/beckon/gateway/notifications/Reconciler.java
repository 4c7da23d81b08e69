package dev.beckon.gateway.notifications;

import dev.beckon.channels.BinaryPayload;
import dev.beckon.channels.Endpoint;
import dev.beckon.channels.Member;
import dev.beckon.channels.TopicBroadcast;
import dev.beckon.contracts.CatchUp;
import dev.beckon.contracts.CatchUp.Position;
import dev.beckon.contracts.hints.ChangeHint;
import dev.beckon.gateway.notifications.ReconcilePlan.Cause;
import dev.beckon.gateway.notifications.ReconcilePlan.Round;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * The members of this node, bounded by its sockets, and the comparison of their revisions with their inboxes, because Redis may
 * lose frames. {@link ReconcilePlan} decides when and of whom, from the hints that notification-services publish. The rounds
 * read in batches, one after another; a member that differs repairs itself. Thread-safe.
 */
@Startup
@Singleton
final class Reconciler {

    private static final Logger LOG = Logger.getLogger(Reconciler.class);

    private static final Duration TICK = Duration.ofSeconds(1);

    /** Each gateway's interval is up to a fifth shorter, so that they do not compare all their members at the same time for ever. */
    private static final double SHORTEST = 0.8;

    private final Map<Member, InboxCursor> members = new ConcurrentHashMap<>();
    /** Members to compare in the next round whomever it is about; a subset of {@link #members}. */
    private final Set<Member> compareNext = ConcurrentHashMap.newKeySet();
    private final InboxClient inbox;
    private final Vertx vertx;
    private final InboxTelemetry telemetry;
    private final ReconcilePlan plan;
    private final long timer;
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicBoolean warned = new AtomicBoolean();

    Reconciler(InboxClient inbox, InboxClientConfig config, Endpoint endpoint, Vertx vertx,
            InboxTelemetry telemetry) {
        this.inbox = inbox;
        this.vertx = vertx;
        this.telemetry = telemetry;
        long interval = config.reconcileInterval().toMillis();
        this.plan = new ReconcilePlan(
                Duration.ofMillis((long) (interval * ThreadLocalRandom.current().nextDouble(SHORTEST, 1))), System.nanoTime());
        this.timer = vertx.setPeriodic(Math.min(TICK.toMillis(), interval), _ -> reconcile());
        endpoint.onMissed(() -> {
            plan.interrupted(System.nanoTime());
            reconcile();
        });
        ChangeHint.TOPICS.forEach(topic -> endpoint.subscribe(topic, this::received).subscribe().with(_ -> {}));
        telemetry.watch(members);
    }

    /** To pass to {@link #add}; call it before the member's inbox is read. */
    int rounds() {
        return plan.rounds();
    }

    void add(Member member, InboxCursor cursor, int roundsBefore) {
        members.put(member, cursor);
        if (plan.rounds() != roundsBefore) {
            compareNext(member); // a round has begun since the inbox was read, and this member was not in it
        }
    }

    void remove(Member member) {
        members.remove(member);
        compareNext.remove(member);
    }

    /** Compares one member soon, because it could not be brought up to date. */
    void compareNext(Member member) {
        if (members.containsKey(member)) {
            compareNext.add(member);
        }
    }

    private Uni<Void> received(TopicBroadcast broadcast) {
        if (broadcast.event().equals(ChangeHint.EVENT)) {
            try {
                if (!(broadcast.payload() instanceof BinaryPayload(byte[] bytes))) {
                    throw new IllegalArgumentException("its payload is not binary");
                }
                plan.received(ChangeHint.parse(broadcast.headers(), bytes), System.nanoTime());
                if (warned.compareAndSet(true, false)) {
                    LOG.info("Hints of changes arrive again: only members that may have missed one are compared");
                }
            } catch (IllegalArgumentException e) {
                plan.lost(Cause.HINT_UNREADABLE);
                LOG.warnf("A hint of changes cannot be read: %s. All members are compared instead. Use one release of Beckon everywhere",
                        e.getMessage());
            }
        }
        return Uni.createFrom().voidItem();
    }

    private void reconcile() {
        if (running.compareAndSet(false, true)) {
            Round round = plan.next(!compareNext.isEmpty(), System.nanoTime());
            if (round == null) {
                running.set(false);
                return;
            }
            begin(round);
            List<Member> asked = List.copyOf(compareNext);
            compareNext.removeAll(asked);
            // On a worker thread: a hint has up to 400,000 changes, and each member is searched in it.
            Uni.createFrom().completionStage(() -> vertx.executeBlocking(() -> batches(round, Set.copyOf(asked)), false)
                    .toCompletionStage())
                    .onItem().transformToMulti(Multi.createFrom()::iterable)
                    .onItem().transformToUni(this::compare).collectFailures().concatenate()
                    .collect().last()
                    .onItemOrFailure().invoke((_, failure) -> finished(round, asked, failure))
                    .subscribe().with(_ -> {}, _ -> {});
        }
    }

    private void begin(Round round) {
        if (round instanceof Round.All(Cause cause)) {
            LOG.debugf("All members are compared: %s", cause);
            if (cause == Cause.NO_HINTS && warned.compareAndSet(false, true)) {
                LOG.warn("No notification-service publishes hints of changes to this gateway: it compares all members every 25 s."
                        + " Start one of this release, or set channels.redis.prefix to one value at gateways and notification-service");
            }
        }
    }

    private record Snapshot(Member member, InboxCursor cursor, Position position) {}

    private List<List<Snapshot>> batches(Round round, Set<Member> asked) {
        Predicate<InboxCursor> concerned = switch (round) {
            case Round.All _ -> _ -> true;
            case Round.Concerned(List<ChangeHint> hints, _) -> cursor -> hints.stream().anyMatch(cursor::isConcernedBy);
        };
        List<List<Snapshot>> batches = new ArrayList<>();
        List<Snapshot> batch = new ArrayList<>();
        for (Map.Entry<Member, InboxCursor> entry : members.entrySet()) {
            if (!concerned.test(entry.getValue()) && !asked.contains(entry.getKey())) {
                continue;
            }
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
        telemetry.compared(batch.size());
        return inbox.catchUp(batch.stream().map(Snapshot::position).toList())
                .invoke(differences -> {
                    for (int i = 0; i < batch.size(); i++) {
                        Snapshot snapshot = batch.get(i);
                        CatchUp.Difference difference = differences.get(i);
                        if (difference == null) { // the user's database is away
                            compareNext(snapshot.member());
                        } else if (snapshot.cursor().differsFrom(difference.state())) {
                            telemetry.reconcileHit();
                            snapshot.member().info(new NotificationsChannel.Behind());
                        }
                    }
                })
                .replaceWithVoid();
    }

    private void finished(Round round, List<Member> asked, Throwable failure) {
        if (failure == null) {
            telemetry.reconciled(round);
        } else {
            telemetry.reconcileFailed();
            asked.forEach(this::compareNext);
            LOG.warnf("Members' revisions could not be compared with their inboxes: %s. The next round tries again", failure.getMessage());
        }
        plan.finished(round, failure == null, System.nanoTime());
        running.set(false);
    }

    @PreDestroy
    void stop() {
        vertx.cancelTimer(timer);
    }
}
