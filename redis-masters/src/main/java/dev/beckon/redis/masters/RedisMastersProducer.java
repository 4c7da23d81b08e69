package dev.beckon.redis.masters;

import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.quarkus.redis.runtime.client.config.RedisConfig;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Makes the application's {@link RedisMasters} from {@code quarkus.redis.*}: those of a cluster with {@code
 * quarkus.redis.client-type=cluster}. Quarkus shows its options to customizers only, of which this is one that changes nothing.
 */
@Singleton
final class RedisMastersProducer implements RedisOptionsCustomizer {

    private volatile @Nullable RedisOptions options;

    @Override
    public void customize(String clientName, RedisOptions shown) {
        if (clientName.equals(RedisConfig.DEFAULT_CLIENT_NAME)) {
            options = shown;
        }
    }

    // Instance: Quarkus does not start an application that injects the client and has no quarkus.redis.hosts.
    @Produces
    @Singleton
    RedisMasters masters(Vertx vertx, Instance<Redis> redis) {
        RedisOptions of = options;
        return of != null && of.getType() == RedisClientType.CLUSTER
                ? RedisMasters.cluster(vertx, of)
                : RedisMasters.single(redis.get());
    }

    void close(@Disposes RedisMasters masters) {
        masters.close();
    }
}
