package dev.beckon.channels.blocks;

import dev.beckon.channels.pubsub.PubSub;
import dev.beckon.channels.pubsub.RedisConfig;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Chooses whose memory blocks are kept in: that of all nodes, or with {@code channels.redis.enabled=false} this one's. */
@Singleton
final class BlocksProducer {

    @Produces
    @Singleton
    Blocks blocks(Vertx vertx, PubSub pubSub, Instance<Redis> redis, RedisConfig redisConfig, BlocksConfig config) {
        BlockStore store = redisConfig.enabled()
                ? new RedisBlockStore(redis.get(), redisConfig.prefix() + "/blocks", config.deadline())
                : new MemoryBlockStore();
        return new Blocks(vertx, pubSub, store, config.max(), config.refresh());
    }

    void close(@Disposes Blocks blocks) {
        blocks.close();
    }
}
