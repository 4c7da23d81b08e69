package dev.beckon.channels.internal.blocks;

import dev.beckon.channels.internal.blocks.BlockStore.MemoryBlockStore;
import dev.beckon.channels.internal.pubsub.PubSub;
import dev.beckon.channels.internal.pubsub.RedisConfig;
import dev.beckon.redis.masters.RedisMasters;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Chooses where blocks are stored: in Redis for all nodes, or with {@code channels.redis.enabled=false} in this node's
 * memory.
 */
@Singleton
final class BlocksProducer {

    /** Longest time that blocking an id waits for Redis. */
    private static final Duration REDIS_DEADLINE = Duration.ofSeconds(2);

    // Every node keeps all blocked ids in memory, about 100 bytes each, and reads the whole list at each refresh.
    private static final int MAX_BLOCKS = 10_000;

    @Produces
    @Singleton
    Blocks blocks(Vertx vertx, PubSub pubSub, Instance<RedisMasters> masters, RedisConfig redisConfig, Blocks.Config config) {
        BlockStore store = redisConfig.enabled()
                ? new RedisBlockStore(masters.get(), masters.get().prefix(redisConfig.prefix()).channel("/blocks"), REDIS_DEADLINE)
                : new MemoryBlockStore();
        return new Blocks(vertx, pubSub, store, MAX_BLOCKS, config.refresh());
    }

    void close(@Disposes Blocks blocks) {
        blocks.close();
    }
}
