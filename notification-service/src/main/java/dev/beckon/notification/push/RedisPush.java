package dev.beckon.notification.push;

import dev.beckon.contracts.InboxFrame;
import dev.beckon.redis.RedisPrefix;
import dev.beckon.redis.masters.RedisMaster;
import dev.beckon.redis.masters.RedisMasters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Publishes frames as pipelines to the masters that hold their channels, at the same time, and in order to each. Never fails: if
 * a master stays away for longer than the caller's patience, its frames are dropped and counted, and gateways find missing changes
 * by comparing revisions. While a master is known to be away nothing waits for it: one pipeline tries it, and other frames for it
 * are dropped at once, so that an outage slows down neither storing nor the frames of other masters.
 */
@ApplicationScoped
public class RedisPush {

    private static final Logger LOG = Logger.getLogger(RedisPush.class);

    /** PUBLISHes written in one flush. The client refuses more than 2,048 commands waiting on a connection. */
    private static final int FRAMES_PER_FLUSH = 500;

    /** A Redis that answers later than this counts as away; a flush takes about a millisecond. */
    static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(1);

    /** Pause between attempts; it doubles, with jitter. */
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(50);
    private static final Duration MAX_BACK_OFF = Duration.ofSeconds(1);

    private final RedisMasters masters;
    private final Config config;
    private final RedisPrefix prefix;
    private final String topicPrefix;
    private final Command command;
    private final Counter published;
    private final Counter abandoned;
    /** Masters that are away, and whether a pipeline tries them now; one for each master at most. */
    private final Map<Target, AtomicBoolean> away = new ConcurrentHashMap<>();

    @ConfigMapping(prefix = "notification.push")
    interface Config {

        /** How long the service tries to publish a batch of mentions. Covers a Redis failover without a gap that clients notice. */
        @WithDefault("5s")
        Duration mentionPatience();

        /**
         * How long a user's call waits until its change is published. Short, because a person waits and the change is already
         * stored.
         */
        @WithDefault("250ms")
        Duration changePatience();
    }

    RedisPush(RedisMasters masters, Config config, MeterRegistry metrics,
            @ConfigProperty(name = RedisPrefix.KEY, defaultValue = InboxFrame.REDIS_PREFIX) String prefix,
            @ConfigProperty(name = InboxFrame.TOPIC_PREFIX_KEY, defaultValue = InboxFrame.TOPIC_PREFIX) String topicPrefix) {
        this.masters = masters;
        this.config = config;
        this.prefix = masters.prefix(prefix);
        this.topicPrefix = topicPrefix;
        this.command = masters.isCluster() ? Command.SPUBLISH : Command.PUBLISH;
        this.published = Counter.builder("beckon.frames.published")
                .description("Frames that Redis has taken").register(metrics);
        this.abandoned = Counter.builder("beckon.publish.abandoned")
                .description("Frames given up because Redis was away").register(metrics);
    }

    /** Publishes frames of mentions from Kafka: there is time to try again. */
    public Uni<Void> publishMentions(List<InboxFrame> frames) {
        return publish(frames, config.mentionPatience());
    }

    /** Publishes a user's own change, while that user waits for the answer. */
    public Uni<Void> publishChange(InboxFrame frame) {
        return publish(List.of(frame), config.changePatience());
    }

    private record Outgoing(String channel, Request request) {}

    /** @param master {@code null}: the slot has none */
    private record Target(@Nullable RedisMaster master) {

        @Override
        public String toString() {
            return master == null ? "The master of some slots" : master.toString();
        }
    }

    private Uni<Void> publish(List<InboxFrame> frames, Duration patience) {
        return publishAll(frames.stream().map(this::outgoing).toList(), patience);
    }

    private Uni<Void> publishAll(List<Outgoing> frames, Duration patience) {
        List<Uni<Void>> publishing = frames.stream().collect(Collectors.groupingBy(this::target)).entrySet().stream()
                .map(entry -> publish(entry.getKey(), entry.getValue(), patience)).toList();
        return publishing.isEmpty() ? Uni.createFrom().voidItem() : Uni.join().all(publishing).andCollectFailures().replaceWithVoid();
    }

    private Target target(Outgoing frame) {
        return new Target(masters.of(frame.channel));
    }

    private Uni<Void> publish(Target target, List<Outgoing> frames, Duration patience) {
        return Multi.createFrom().iterable(pipelines(frames))
                .onItem().transformToUniAndConcatenate(pipeline -> flush(target, pipeline, patience))
                .onItem().ignoreAsUni();
    }

    private Uni<Void> flush(Target target, List<Outgoing> pipeline, Duration patience) {
        Uni<Void> attempt = Uni.createFrom().deferred(() -> attempt(target, pipeline, patience));
        AtomicBoolean trying = away.get(target);
        if (trying == null) {
            return attempt.onFailure().retry()
                    .withBackOff(FIRST_BACK_OFF, MAX_BACK_OFF).withJitter(0.5).expireIn(patience.toMillis())
                    .onFailure().recoverWithItem(failure -> gaveUp(target, pipeline.size(), failure));
        }
        if (trying.compareAndSet(false, true)) {
            attempt.onFailure().recoverWithItem(failure -> gaveUp(target, pipeline.size(), failure))
                    .subscribe().with(_ -> trying.set(false));
        } else {
            abandoned.increment(pipeline.size());
        }
        return Uni.createFrom().voidItem();
    }

    /** Slots may have moved since the frames were assigned to {@code target}: then they go where their slots are now. */
    private Uni<Void> attempt(Target target, List<Outgoing> pipeline, Duration patience) {
        if (!pipeline.stream().allMatch(frame -> target(frame).equals(target))) {
            return publishAll(pipeline, patience);
        }
        RedisMaster master = target.master;
        if (master == null) {
            masters.refresh();
            return Uni.createFrom().failure(new IllegalStateException("no server of the Redis Cluster has that role"));
        }
        return Uni.createFrom().completionStage(() -> master.client().batch(pipeline.stream().map(Outgoing::request).toList())
                .toCompletionStage())
                .ifNoItem().after(min(ATTEMPT_TIMEOUT, patience)).fail()
                .onFailure().invoke(failure -> failed(master, failure))
                .invoke(_ -> succeeded(target, pipeline.size()))
                .replaceWithVoid();
    }

    private void failed(RedisMaster master, Throwable failure) {
        if (!masters.moved(failure.getMessage(), master)) {
            masters.refresh();
        }
    }

    private void succeeded(Target target, int frames) {
        published.increment(frames);
        if (away.remove(target) != null) {
            LOG.infof("%s is back: changes are published again", target);
        }
    }

    private @Nullable Void gaveUp(Target target, int frames, Throwable failure) {
        abandoned.increment(frames);
        if (away.putIfAbsent(target, new AtomicBoolean()) == null) {
            LOG.warnf("%s is away: changes are stored but not published, and gateways find them by comparing revisions. %s", target,
                    failure);
            away.keySet().removeIf(former -> former.master != null && !masters.all().contains(former.master));
        }
        return null;
    }

    private static List<List<Outgoing>> pipelines(List<Outgoing> frames) {
        List<List<Outgoing>> pipelines = new ArrayList<>();
        for (int from = 0; from < frames.size(); from += FRAMES_PER_FLUSH) {
            pipelines.add(frames.subList(from, Math.min(from + FRAMES_PER_FLUSH, frames.size())));
        }
        return pipelines;
    }

    private Outgoing outgoing(InboxFrame frame) {
        String channel = prefix.channel(frame.topic(topicPrefix));
        return new Outgoing(channel, Request.cmd(command).arg(channel).arg(frame.message().encode()));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
