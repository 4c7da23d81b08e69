package dev.beckon.channels.internal.blocks;

import dev.beckon.redis.masters.RedisMasters;
import dev.beckon.testservers.RedisCluster;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The store in a Redis Cluster. */
class ClusterBlockStoreIT extends BlockStoreContract {

    private static RedisCluster cluster;
    private static Vertx vertx;
    private static RedisMasters masters;

    @BeforeAll
    static void start(@TempDir Path directory) {
        cluster = RedisCluster.start(directory, 3);
        vertx = Vertx.vertx();
        masters = RedisMasters.cluster(vertx, new RedisOptions().setEndpoints(List.of(cluster.hosts().split(","))));
    }

    @AfterAll
    static void stop() {
        masters.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        cluster.close();
    }

    @Override
    BlockStore store() {
        return new RedisBlockStore(masters, masters.prefix(UUID.randomUUID() + ":").channel("/blocks"), Duration.ofSeconds(2));
    }
}
