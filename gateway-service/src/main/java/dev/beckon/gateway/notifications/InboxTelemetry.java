package dev.beckon.gateway.notifications;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.beckon.channels.TopicBroadcast;
import dev.beckon.contracts.Notification;
import dev.beckon.contracts.Trail;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Metrics and traces of inboxes: frames sent to members, their delay, and differences fetched. Thread-safe. */
@Singleton
final class InboxTelemetry {

    /** From the shortest delay that a person notices to the longest that hints allow. */
    private static final Duration[] BUCKETS = Stream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000)
            .map(Duration::ofMillis).toArray(Duration[]::new);

    private static final Logger LOG = Logger.getLogger(InboxTelemetry.class);
    private static final String TRACEPARENT = "traceparent";

    private static final Set<String> REASONS = Set.of("busy", "unavailable", "unauthorized", "invalid");

    /** How a notification reached a member. */
    enum Path {
        /** As the frame that notification-service published for it. */
        LIVE,
        /** Fetched, because the member missed that frame. */
        REPAIRED,
        /** In the reply to a join, for changes while the client was disconnected. */
        JOINED
    }

    /** Why the gateway fetches the difference to an inbox. */
    enum Cause {
        JOIN,
        /** A frame does not follow the member's revision. */
        GAP,
        /** A comparison of revisions found the member behind. */
        BEHIND,
        /** The member shows its inbox by thread, and a thread changed. */
        GROUPS
    }

    private final Function<Path, Counter> delivered;
    private final Function<Cause, Counter> catchUps;
    private final Timer live;
    private final Timer repaired;
    private final Counter gapsRepaired;
    private final Counter reconcileHits;
    private final Counter reconcileMembers;
    private final Counter reconcileByHint;
    private final Function<ReconcilePlan.Cause, Counter> reconcileOfAll;
    private final Counter reconcileFailures;
    private final Map<String, Counter> failed;
    private final Counter unavailable;
    private final MeterRegistry registry;
    private final Tracer tracer;
    private final TextMapPropagator propagator;

    InboxTelemetry(MeterRegistry registry, OpenTelemetry traces) {
        this.registry = registry;
        this.tracer = traces.getTracer("dev.beckon.gateway");
        this.propagator = traces.getPropagators().getTextMapPropagator();
        this.delivered = counters(Path.class, path -> Counter.builder("beckon.notifications.delivered")
                .description("Notifications written to members' sockets").tag("path", name(path)));
        this.catchUps = counters(Cause.class, cause -> Counter.builder("beckon.catch.ups")
                .description("Members for whom the difference was fetched").tag("cause", name(cause)));
        this.failed = REASONS.stream().collect(toUnmodifiableMap(reason -> reason, this::failures));
        this.unavailable = failures("unavailable");
        this.live = delivery(Path.LIVE);
        this.repaired = delivery(Path.REPAIRED);
        this.gapsRepaired = counter("beckon.gaps.repaired", "Members that lacked a change and were sent it");
        this.reconcileHits = counter("beckon.reconcile.hits", "Members found behind by comparison");
        this.reconcileMembers = counter("beckon.reconcile.members", "Members compared");
        this.reconcileByHint = rounds("hint").register(registry);
        this.reconcileOfAll = counters(ReconcilePlan.Cause.class, cause -> rounds(name(cause)));
        this.reconcileFailures = counter("beckon.reconcile.failures", "Comparisons that could not be finished");
    }

    /** @param members the members of this node; a live view */
    void watch(Map<?, ?> members) {
        Gauge.builder("beckon.inbox.members", members, Map::size)
                .description("Members of inboxes").strongReference(true).register(registry);
    }

    /**
     * Sends a frame to a member, as the last span of its mention's trace if it has one. On the member's loop the write has begun,
     * and is usually over, when this returns.
     */
    void push(TopicBroadcast broadcast, Runnable push) {
        if (LOG.isDebugEnabled()) {
            log(Trail.mention(broadcast.headers()), broadcast.event());
        }
        if (!Trail.isTraced(broadcast.headers())) {
            push.run();
            return;
        }
        Span span = start(broadcast);
        try {
            push.run();
        } finally {
            span.end();
        }
    }

    private Span start(TopicBroadcast broadcast) {
        String publisher = Trail.parse(broadcast.headers()).traceparent();
        return tracer.spanBuilder("push " + broadcast.event())
                .setParent(propagator.extract(Context.root(), publisher, PublisherGetter.INSTANCE))
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("messaging.system", "redis")
                .setAttribute(Trail.MENTION_ATTRIBUTE, Trail.mention(broadcast.headers()))
                .startSpan();
    }

    /** Reads a frame's traceparent as a carrier of that one header. */
    private enum PublisherGetter implements TextMapGetter<String> {
        INSTANCE;

        @Override
        public Iterable<String> keys(String traceparent) {
            return List.of(TRACEPARENT);
        }

        @Override
        public @Nullable String get(@Nullable String traceparent, String name) {
            return name.equals(TRACEPARENT) ? traceparent : null;
        }
    }

    private Timer delivery(Path path) {
        return Timer.builder("beckon.delivery")
                .description("From Kafka's time of a mention, or if repaired from its commit, to the member's socket")
                .tag("path", name(path)).serviceLevelObjectives(BUCKETS).register(registry);
    }

    private Counter failures(String reason) {
        return Counter.builder("beckon.catch.ups.failed").description("Members for whom it could not be fetched")
                .tag("reason", reason).register(registry);
    }

    /** @param cause {@code hint}: of members whom hints concern; otherwise of all */
    private static Counter.Builder rounds(String cause) {
        return Counter.builder("beckon.reconcile.rounds").description("Comparisons of members with their inboxes").tag("cause", cause);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private <E extends Enum<E>> Function<E, Counter> counters(Class<E> kinds, Function<E, Counter.Builder> builder) {
        Counter[] counters = Stream.of(kinds.getEnumConstants()).map(kind -> builder.apply(kind).register(registry))
                .toArray(Counter[]::new);
        return kind -> counters[kind.ordinal()];
    }

    private static String name(Enum<?> kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** @param headers the headers of the forwarded frame */
    void deliveredLive(String headers) {
        delivered.apply(Path.LIVE).increment();
        long acceptedAt = Trail.acceptedAt(headers);
        if (acceptedAt > 0) {
            record(live, acceptedAt);
        }
    }

    void deliveredRepaired(Notification notification) {
        delivered.apply(Path.REPAIRED).increment();
        record(repaired, notification.createdAt().toEpochMilli());
        if (LOG.isDebugEnabled()) {
            log(notification.mentionId().toString(), "the fetched notification");
        }
    }

    void deliveredByJoin(List<Notification> notifications) {
        delivered.apply(Path.JOINED).increment(notifications.size());
        if (LOG.isDebugEnabled()) {
            notifications.forEach(notification -> log(notification.mentionId().toString(), "the reply to a join"));
        }
    }

    /** @param mention empty: no mention's doing */
    private static void log(String mention, String what) {
        if (!mention.isEmpty()) {
            LOG.debugf("Mention %s: %s goes to a socket", mention, what);
        }
    }

    /** Clocks of two machines differ: a negative time counts as zero. */
    private static void record(Timer timer, long sinceMillis) {
        timer.record(Math.max(0, System.currentTimeMillis() - sinceMillis), TimeUnit.MILLISECONDS);
    }

    void catchingUp(Cause cause) {
        catchUps.apply(cause).increment();
    }

    /** @param reason from {@link InboxClient.UnavailableException} */
    void catchUpFailed(String reason) {
        failed.getOrDefault(reason, unavailable).increment();
    }

    void gapRepaired() {
        gapsRepaired.increment();
    }

    void reconcileHit() {
        reconcileHits.increment();
    }

    void compared(int members) {
        reconcileMembers.increment(members);
    }

    void reconciled(ReconcilePlan.Round round) {
        switch (round) {
            case ReconcilePlan.Round.All(var cause) -> reconcileOfAll.apply(cause).increment();
            case ReconcilePlan.Round.Concerned _ -> reconcileByHint.increment();
        }
    }

    void reconcileFailed() {
        reconcileFailures.increment();
    }
}
