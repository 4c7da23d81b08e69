package dev.beckon.redis.masters;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.redis.RedisPrefix;
import dev.beckon.redis.RedisSlot;
import dev.beckon.testservers.RedisCluster;
import dev.beckon.testservers.RedisServer;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RedisMastersIT {

    @TempDir
    Path directory;

    final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void a_single_Redis_holds_everything() {
        try (RedisServer server = RedisServer.start(directory)) {
            RedisMasters masters = RedisMasters.single(Redis.createClient(vertx, server.url()));
            RedisPrefix prefix = masters.prefix("p:");

            assertThat(prefix.channel("online:bob")).isEqualTo("p:online:bob");
            assertThat(set(masters, prefix.channel("online:bob"))).isEqualTo("OK");
            assertThat(masters.all()).hasSize(1).first().hasToString("Redis");
        }
    }

    @Test
    void each_key_of_a_cluster_is_at_the_master_of_its_slot_also_after_that_has_moved() {
        try (RedisCluster cluster = RedisCluster.start(directory, 3); RedisMasters masters = masters(cluster)) {
            RedisPrefix prefix = masters.prefix("p:");
            Set<RedisMaster> used = new HashSet<>();
            for (int i = 0; i < 100; i++) {
                assertThat(set(masters, prefix.channel("online:" + i))).isEqualTo("OK");
                used.add(masters.of(prefix.channel("online:" + i)));
            }
            assertThat(used).hasSize(3).isEqualTo(masters.all());

            String key = prefix.channel("online:1");
            RedisServer to = cluster.nodes().stream().filter(node -> node != cluster.master(RedisSlot.of(key))).findFirst().orElseThrow();
            cluster.migrate(RedisSlot.of(key), to);

            assertThat(set(masters, key)).isEqualTo("OK");
            assertThat(masters.of(key).address()).endsWith(":" + to.port());
            assertThat(to.ask("EXISTS", key).number()).isEqualTo(1);
        }
    }

    @Test
    void a_master_that_is_away_fails_its_own_keys_only() {
        try (RedisCluster cluster = RedisCluster.start(directory, 3); RedisMasters masters = masters(cluster)) {
            RedisPrefix prefix = masters.prefix("p:");
            RedisServer away = cluster.nodes().get(2);
            List<String> keys = IntStream.range(0, 100).mapToObj(i -> prefix.channel("online:" + i)).toList();
            set(masters, keys.getFirst());

            away.kill();

            for (String key : keys) {
                if (RedisSlot.of(key) >= RedisCluster.SLOTS * 2 / 3) {
                    assertThatThrownBy(() -> set(masters, key)).isNotNull();
                } else {
                    assertThat(set(masters, key)).isEqualTo("OK");
                }
            }
            away.start();
            soon().untilAsserted(() -> assertThat(keys).allSatisfy(key -> assertThat(set(masters, key)).isEqualTo("OK")));
        }
    }

    private RedisMasters masters(RedisCluster cluster) {
        return RedisMasters.cluster(vertx, new RedisOptions().setEndpoints(List.of(cluster.hosts().split(","))));
    }

    private static String set(RedisMasters masters, String key) {
        return masters.send(key, Request.cmd(Command.SET).arg(key).arg("1"))
                .toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join().toString();
    }
}
