package dev.beckon.channels.internal.pubsub;

import static dev.beckon.testservers.Await.soon;

import dev.beckon.channels.internal.pubsub.RedisNode.Config;
import dev.beckon.channels.internal.pubsub.RedisNode.Listener;
import dev.beckon.testservers.RedisSentinel;
import dev.beckon.testservers.RedisServer;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes that know a Sentinel's address, while the primary changes. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SentinelPubSubIT {

    @Test
    void when_the_primary_dies_nodes_go_to_the_one_that_Sentinel_chooses(@TempDir Path directory) {
        Vertx vertx = Vertx.vertx();
        try (RedisSentinel redis = RedisSentinel.start(directory);
                RedisNode a = node(vertx, redis);
                RedisNode b = node(vertx, redis)) {
            Listener listener = a.connected().listen("room:1");
            b.connected().publish("room:1", "{\"n\":1}");
            listener.expect("{\"n\":1}");
            RedisServer dead = redis.primary();
            int missedAtA = a.missed.get();
            int missedAtB = b.missed.get();

            dead.kill();
            soon().until(() -> redis.primary() != dead);
            a.reconnected(missedAtA);
            b.reconnected(missedAtB);
            b.publish("room:1", "{\"n\":2}");

            listener.expect("{\"n\":1}", "{\"n\":2}");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static RedisNode node(Vertx vertx, RedisSentinel redis) {
        return new RedisNode(vertx, Redis.createClient(vertx, new RedisOptions().setType(RedisClientType.SENTINEL)
                .setConnectionString(redis.url()).setMasterName(RedisSentinel.NAME)), Config.defaults());
    }
}
