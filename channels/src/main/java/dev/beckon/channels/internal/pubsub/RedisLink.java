package dev.beckon.channels.internal.pubsub;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One connection to Redis that is reopened, with back-off and jitter, whenever it breaks: the client does not do that
 * for a connection which holds subscriptions (vertx-redis-client #69). Confined to one Vert.x context.
 */
final class RedisLink {

    private static final Logger LOG = Logger.getLogger(RedisLink.class);

    private final Vertx vertx;
    private final Context context;
    private final Redis redis;
    private final RedisSettings config;
    private final String name;
    private final Consumer<RedisConnection> onOpen;
    private final Runnable onLost;
    private volatile @Nullable RedisConnection connection;
    private Duration pause;
    private boolean reported;
    private boolean closed;

    /**
     * @param onOpen runs on {@code context} with every new connection, before {@link #connection} returns it
     * @param onLost runs on {@code context} when that connection is gone, or the first one could not be opened
     */
    RedisLink(Vertx vertx, Context context, Redis redis, RedisSettings config, String name,
            Consumer<RedisConnection> onOpen, Runnable onLost) {
        this.vertx = vertx;
        this.context = context;
        this.redis = redis;
        this.config = config;
        this.name = name;
        this.onOpen = onOpen;
        this.onLost = onLost;
        this.pause = config.reconnectMin();
    }

    /** Any thread. @return {@code null} while Redis is unreachable */
    @Nullable
    RedisConnection connection() {
        return connection;
    }

    /**
     * Opens a connection with a timeout of our own; the client has none and would wait forever for a Redis that accepts
     * connections and does not answer.
     */
    void open() {
        if (!closed) {
            Future<RedisConnection> connecting = redis.connect();
            connecting.timeout(config.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                    .onComplete(result -> context.runOnContext(_ -> tried(connecting, result)));
        }
    }

    /** Closes the present connection, which no longer works, and opens another. */
    void reopen() {
        if (connection != null) {
            lost(connection);
        }
    }

    void close() {
        closed = true;
        RedisConnection current = connection;
        connection = null;
        if (current != null) {
            current.close();
        }
    }

    private void tried(Future<RedisConnection> connecting, AsyncResult<RedisConnection> result) {
        if (result.succeeded() && !closed) {
            opened(result.result());
            return;
        }
        connecting.onSuccess(RedisConnection::close);
        if (!closed) {
            if (!reported) {
                LOG.warnf("Redis (%s) is out of reach, trying on: %s", name, result.cause().getMessage());
                reported = true;
                onLost.run();
            }
            openLater();
        }
    }

    private void opened(RedisConnection fresh) {
        pause = config.reconnectMin();
        reported = false;
        connection = fresh;
        fresh.exceptionHandler(failure -> context.runOnContext(_ -> lost(fresh)));
        fresh.endHandler(_ -> context.runOnContext(_ -> lost(fresh)));
        // After a SELECT the pool closes a connection instead of keeping it. Without it, the pool would hand out a dead one again at once.
        fresh.send(Request.cmd(Command.SELECT).arg(0));
        LOG.infof("Redis (%s) is connected", name);
        onOpen.accept(fresh);
    }

    private void lost(RedisConnection gone) {
        if (connection == gone) {
            connection = null;
            LOG.warnf("Redis (%s) is lost; trying again", name);
            reported = true;
            onLost.run();
            gone.close();
            openLater();
        }
    }

    private void openLater() {
        long millis = ThreadLocalRandom.current().nextLong(pause.toMillis() / 2, pause.toMillis() + 1);
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(config.reconnectMax()) < 0 ? twice : config.reconnectMax();
        vertx.setTimer(Math.max(1, millis), _ -> context.runOnContext(_ -> open()));
    }
}
