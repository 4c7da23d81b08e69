package dev.beckon.gateway.notifications;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.beckon.contracts.Trail;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/** What an operator sees of inboxes: what was told to members, how late, and what had to be fetched. Thread-safe. */
@Singleton
final class InboxMeters {

    /** From what a person does not notice to what the comparison of revisions allows. */
    private static final Duration[] BUCKETS = Stream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000)
            .map(Duration::ofMillis).toArray(Duration[]::new);

    private static final Set<String> REASONS = Set.of("busy", "unavailable", "unauthorized", "invalid");

    /** How a notification came to a member. */
    enum Path {
        /** As the frame that was published for it. */
        LIVE,
        /** Fetched, because that frame was missed. */
        REPAIRED,
        /** In the answer to a join, for what happened while the client was away. */
        JOINED
    }

    /** Why the difference to an inbox is fetched. */
    enum Cause {
        JOIN,
        /** A frame does not follow what the member has. */
        GAP,
        /** A comparison of revisions has found the member behind. */
        BEHIND
    }

    private final Map<Path, Counter> delivered;
    private final Map<Cause, Counter> catchUps;
    private final Timer live;
    private final Timer repaired;
    private final Counter gapsRepaired;
    private final Counter reconcileHits;
    private final Counter reconcileRounds;
    private final Counter reconcileFailures;
    private final Map<String, Counter> failed;
    private final MeterRegistry registry;

    InboxMeters(MeterRegistry registry, InboxMembers members) {
        this.registry = registry;
        this.delivered = counters(Path.class, path -> Counter.builder("beckon.notifications.delivered")
                .description("Notifications handed to members' sockets").tag("path", name(path)));
        this.catchUps = counters(Cause.class, cause -> Counter.builder("beckon.catch.ups")
                .description("Members for whom the difference was fetched").tag("cause", name(cause)));
        this.failed = REASONS.stream().collect(toUnmodifiableMap(reason -> reason, reason -> Counter
                .builder("beckon.catch.ups.failed").description("Members for whom it could not be fetched")
                .tag("reason", reason).register(registry)));
        this.live = delivery(Path.LIVE);
        this.repaired = delivery(Path.REPAIRED);
        this.gapsRepaired = counter("beckon.gaps.repaired", "Members who lacked something and were told it");
        this.reconcileHits = counter("beckon.reconcile.hits", "Members found behind by comparison");
        this.reconcileRounds = counter("beckon.reconcile.rounds", "Comparisons of all members with their inboxes");
        this.reconcileFailures = counter("beckon.reconcile.failures", "Comparisons that could not be finished");
        Gauge.builder("beckon.inbox.members", members, all -> all.all().size())
                .description("Members of inboxes").strongReference(true).register(registry);
    }

    private Timer delivery(Path path) {
        return Timer.builder("beckon.delivery")
                .description("From Kafka's time of a mention, or if repaired from its commit, to the member's socket")
                .tag("path", name(path)).serviceLevelObjectives(BUCKETS).register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private <E extends Enum<E>> Map<E, Counter> counters(Class<E> kinds, Function<E, Counter.Builder> builder) {
        Map<E, Counter> counters = new EnumMap<>(kinds);
        for (E kind : kinds.getEnumConstants()) {
            counters.put(kind, builder.apply(kind).register(registry));
        }
        return counters;
    }

    private static String name(Enum<?> kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** @param headers of the frame that was passed on */
    void deliveredLive(String headers) {
        delivered.get(Path.LIVE).increment();
        long acceptedAt = Trail.acceptedAt(headers);
        if (acceptedAt > 0) {
            record(live, acceptedAt);
        }
    }

    void deliveredRepaired(Instant storedAt) {
        delivered.get(Path.REPAIRED).increment();
        record(repaired, storedAt.toEpochMilli());
    }

    void deliveredByJoin(int notifications) {
        delivered.get(Path.JOINED).increment(notifications);
    }

    /** Clocks of two machines differ: a negative time counts as none. */
    private static void record(Timer timer, long sinceMillis) {
        timer.record(Math.max(0, System.currentTimeMillis() - sinceMillis), TimeUnit.MILLISECONDS);
    }

    void catchingUp(Cause cause) {
        catchUps.get(cause).increment();
    }

    /** @param reason of {@link InboxUnavailableException} */
    void catchUpFailed(String reason) {
        failed.getOrDefault(reason, failed.get("unavailable")).increment();
    }

    void gapRepaired() {
        gapsRepaired.increment();
    }

    void reconcileHit() {
        reconcileHits.increment();
    }

    void reconciled(boolean whole) {
        (whole ? reconcileRounds : reconcileFailures).increment();
    }
}
