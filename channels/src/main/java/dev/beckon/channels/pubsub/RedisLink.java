package dev.beckon.channels.pubsub;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One connection to Redis that is opened again, with back-off and jitter, whenever it breaks: the client does not do that
 * for a connection which holds subscriptions (vertx-redis-client #69). Confined to one Vert.x context.
 */
final class RedisLink {

    private static final Logger LOG = Logger.getLogger(RedisLink.class);

    private final Vertx vertx;
    private final Context context;
    private final Redis redis;
    private final RedisConfig config;
    private final String name;
    private final Consumer<RedisConnection> onOpen;
    private final Runnable onLost;
    private @Nullable RedisConnection connection;
    private Duration pause;
    private boolean closed;

    /**
     * @param onOpen runs on {@code context} with every new connection, before anybody else has it
     * @param onLost runs on {@code context} when that connection is gone
     */
    RedisLink(Vertx vertx, Context context, Redis redis, RedisConfig config, String name,
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

    /** @return {@code null} while Redis is out of reach */
    @Nullable RedisConnection connection() {
        return connection;
    }

    void open() {
        redis.connect().onComplete(result -> context.runOnContext(_ -> {
            if (result.succeeded() && closed) {
                result.result().close();
            } else if (result.succeeded()) {
                opened(result.result());
            } else {
                LOG.debugf("Redis (%s) is out of reach: %s", name, result.cause());
                openLater();
            }
        }));
    }

    /** Gives up the present connection, which no longer does its work, and opens another. */
    void reopen() {
        RedisConnection dead = connection;
        if (dead != null) {
            lost(dead);
            dead.close();
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

    private void opened(RedisConnection fresh) {
        pause = config.reconnectMin();
        connection = fresh;
        fresh.exceptionHandler(failure -> LOG.debugf("Redis (%s): %s", name, failure));
        fresh.endHandler(_ -> context.runOnContext(_ -> lost(fresh)));
        LOG.infof("Redis (%s) is connected", name);
        onOpen.accept(fresh);
    }

    private void lost(RedisConnection gone) {
        if (connection == gone) {
            connection = null;
            LOG.warnf("Redis (%s) is lost; trying again", name);
            onLost.run();
            openLater();
        }
    }

    private void openLater() {
        if (!closed) {
            long millis = ThreadLocalRandom.current().nextLong(pause.toMillis() / 2, pause.toMillis() + 1);
            pause = pause.multipliedBy(2).compareTo(config.reconnectMax()) < 0 ? pause.multipliedBy(2) : config.reconnectMax();
            vertx.setTimer(Math.max(1, millis), _ -> context.runOnContext(_ -> open()));
        }
    }
}
