package dev.beckon.channels.pubsub;

import io.quarkus.arc.DefaultBean;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Chooses how far broadcasts reach: all nodes, or with {@code channels.redis.enabled=false} this one alone. */
@Singleton
final class PubSubProducer {

    @Produces
    @Singleton
    @DefaultBean
    PubSub pubSub(Vertx vertx, Instance<Redis> redis, RedisConfig config) {
        return config.enabled() ? new RedisPubSub(vertx, redis.get(), config) : new LocalPubSub();
    }

    void close(@Disposes PubSub pubSub) {
        if (pubSub instanceof RedisPubSub redis) {
            redis.close();
        }
    }
}
