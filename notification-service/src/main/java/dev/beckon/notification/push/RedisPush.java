package dev.beckon.notification.push;

import dev.beckon.contracts.InboxFrame;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Publishes frames, in order, as pipelines on one connection. Never fails: when Redis stays away for longer than the
 * caller's patience the frames are given up and counted, and gateways find what they lack by comparing revisions. While
 * it is known to be away each call tries just once, so that an outage of Redis does not slow down what is stored.
 */
@ApplicationScoped
public class RedisPush {

    private static final Logger LOG = Logger.getLogger(RedisPush.class);
    private static final Duration MAX_BACK_OFF = Duration.ofSeconds(1);

    private final Redis redis;
    private final PushConfig config;
    private final Counter published;
    private final Counter abandoned;
    private volatile boolean away;

    RedisPush(Redis redis, PushConfig config, MeterRegistry metrics) {
        this.redis = redis;
        this.config = config;
        this.published = Counter.builder("beckon.frames.published")
                .description("Frames that Redis has taken").register(metrics);
        this.abandoned = Counter.builder("beckon.publish.abandoned")
                .description("Frames given up because Redis was away").register(metrics);
    }

    /** Frames of mentions, on their way from Kafka: there is time to try again. */
    public Uni<Void> publishMentions(List<AddressedFrame> frames) {
        return publish(frames, config.mentionPatience());
    }

    /** Frames of a user's own change, while that user waits for the answer. */
    public Uni<Void> publishChange(AddressedFrame frame) {
        return publish(List.of(frame), config.changePatience());
    }

    private Uni<Void> publish(List<AddressedFrame> frames, Duration patience) {
        return Multi.createFrom().iterable(pipelines(frames))
                .onItem().transformToUniAndConcatenate(pipeline -> flush(pipeline, patience))
                .onItem().ignoreAsUni();
    }

    private Uni<Void> flush(List<Request> pipeline, Duration patience) {
        Uni<Void> attempt = redis.batch(pipeline)
                .ifNoItem().after(min(config.attemptTimeout(), patience)).fail()
                .invoke(_ -> succeeded(pipeline.size()))
                .replaceWithVoid();
        Uni<Void> attempts = away ? attempt : attempt.onFailure().retry()
                .withBackOff(config.firstBackOff(), MAX_BACK_OFF).withJitter(0.5).expireIn(patience.toMillis());
        return attempts.onFailure().recoverWithItem(failure -> {
            gaveUp(pipeline.size(), failure);
            return null;
        });
    }

    private void succeeded(int frames) {
        published.increment(frames);
        if (away) {
            away = false;
            LOG.info("Redis is back: changes are published again");
        }
    }

    private void gaveUp(int frames, Throwable failure) {
        abandoned.increment(frames);
        if (!away) {
            away = true;
            LOG.warnf("Redis is away, changes are stored but not published; gateways reconcile: %s", failure);
        }
    }

    private List<List<Request>> pipelines(List<AddressedFrame> frames) {
        List<List<Request>> pipelines = new ArrayList<>();
        for (int from = 0; from < frames.size(); from += config.framesPerFlush()) {
            int to = Math.min(from + config.framesPerFlush(), frames.size());
            pipelines.add(frames.subList(from, to).stream().map(RedisPush::toRequest).toList());
        }
        return pipelines;
    }

    private static Request toRequest(AddressedFrame addressed) {
        return Request.cmd(Command.PUBLISH)
                .arg(InboxFrame.redisChannel(addressed.user()))
                .arg(Buffer.buffer(addressed.frame().encode()));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
