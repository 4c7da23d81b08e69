package dev.beckon.gateway.presence;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a Redis server for pipelines, in the order of the calls. When a pipeline fails or is late it opens another
 * connection, and keeps the old one until then. Confined to one Vert.x context.
 */
final class RedisSession {

    private static final Logger LOG = Logger.getLogger(RedisSession.class);
    /** A pipeline takes milliseconds, and a Redis that is saving or starting a second. */
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    /** Unanswered commands; the client's own bound is {@code quarkus.redis.max-waiting-handlers}. */
    private static final int MAX_UNANSWERED = 16_000;

    private final Redis redis;
    private final Context context;
    private final String name;
    private @Nullable RedisConnection connection;
    private @Nullable Future<Void> opening;
    private boolean away;
    private int unanswered;

    /** More commands than {@link #MAX_UNANSWERED} wait for Redis. */
    static final class FullException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        FullException() {
            super(MAX_UNANSWERED + " commands wait for Redis", null, false, false);
        }
    }

    /** @param name what it is for, in logs */
    RedisSession(Redis redis, Context context, String name) {
        this.redis = redis;
        this.context = context;
        this.name = name;
    }

    /** Fails if one command does, if Redis is away, or with a {@link FullException}. */
    Future<List<@Nullable Response>> send(List<Request> pipeline) {
        RedisConnection used = connection;
        if (unanswered + pipeline.size() > MAX_UNANSWERED) {
            return Future.failedFuture(new FullException());
        }
        if (used == null) {
            return open(null).compose(_ -> send(pipeline));
        }
        unanswered += pipeline.size();
        Future<List<@Nullable Response>> answer = used.batch(pipeline);
        answer.onComplete(_ -> context.runOnContext(_ -> unanswered -= pipeline.size()));
        return answer.timeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(_ -> context.runOnContext(_ -> report(null)))
                .onFailure(failure -> context.runOnContext(_ -> {
                    report(failure);
                    open(used);
                }));
    }

    /** @param failed the connection to replace; {@code null}: there is none yet */
    private Future<Void> open(@Nullable RedisConnection failed) {
        Future<Void> underWay = opening;
        if (underWay != null || failed != connection) {
            return underWay != null ? underWay : Future.succeededFuture();
        }
        Promise<Void> opened = Promise.promise();
        opening = opened.future();
        Future<RedisConnection> connecting = redis.connect();
        connecting.timeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS).onComplete(result -> context.runOnContext(_ -> {
            opening = null;
            if (result.failed()) {
                report(result.cause());
                connecting.onSuccess(RedisConnection::close);
                opened.fail(result.cause());
                return;
            }
            RedisConnection fresh = result.result();
            // After a SELECT the pool closes a connection instead of keeping it with its unanswered commands.
            fresh.send(Request.cmd(Command.SELECT).arg(0));
            connection = fresh;
            if (failed != null) {
                failed.close();
            }
            opened.complete();
        }));
        return opened.future();
    }

    private void report(@Nullable Throwable failure) {
        if (failure == null == away) {
            away = failure != null;
            if (away) {
                LOG.warnf("Redis does not answer (%s), trying on: %s", name, failure);
            } else {
                LOG.infof("Redis answers again (%s)", name);
            }
        }
    }
}
