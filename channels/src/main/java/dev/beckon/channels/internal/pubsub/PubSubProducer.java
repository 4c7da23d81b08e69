package dev.beckon.channels.internal.pubsub;

import dev.beckon.redis.masters.RedisMasters;
import io.quarkus.arc.DefaultBean;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Chooses the reach of broadcasts: all nodes, or with {@code channels.redis.enabled=false} this node alone. */
@Singleton
final class PubSubProducer {

    @Produces
    @Singleton
    @DefaultBean
    PubSub pubSub(Vertx vertx, Instance<RedisMasters> masters, RedisConfig config) {
        return config.enabled() ? new RedisPubSub(vertx, masters.get(), config::prefix) : new LocalPubSub();
    }

    void close(@Disposes PubSub pubSub) {
        if (pubSub instanceof RedisPubSub redis) {
            redis.close();
        }
    }
}
