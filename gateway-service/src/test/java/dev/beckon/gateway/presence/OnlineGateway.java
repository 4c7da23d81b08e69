package dev.beckon.gateway.presence;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.gateway.presence.OnlineLease.Times;
import dev.beckon.redis.masters.RedisMasters;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** A gateway's online users without its sockets, with a Vert.x of its own so that it can be killed. */
record OnlineGateway(Vertx vertx, OnlineUsers users) implements AutoCloseable {

    /** A fifth of those in production. */
    static final Times TIMES = new Times(Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofMillis(100));

    static OnlineGateway of(RedisOptions options) {
        Vertx vertx = Vertx.vertx();
        options.setMaxWaitingHandlers(16_384);
        boolean isCluster = options.getType() == RedisClientType.CLUSTER;
        RedisMasters masters = isCluster
                ? RedisMasters.cluster(vertx, options)
                : RedisMasters.single(Redis.createClient(vertx, options));
        OnlineKeys keys = new OnlineKeys("test:", true, isCluster ? "cluster" : "standalone");
        return new OnlineGateway(vertx, new OnlineUsers(masters, vertx, keys, TIMES));
    }

    Set<String> among(Collection<String> asked) {
        return users.among(asked).await().atMost(Duration.ofSeconds(10));
    }

    Set<String> among(String... asked) {
        return among(List.of(asked));
    }

    void expect(Set<String> online, String... asked) {
        soon().untilAsserted(() -> assertThat(among(asked)).isEqualTo(online));
    }

    /** As {@code kill -9} does: it sends nothing, and its timers stop. */
    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
