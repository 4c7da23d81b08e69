package dev.beckon.gateway.presence;

import static dev.beckon.testservers.Await.soon;
import static dev.beckon.testservers.Await.throughout;
import static dev.beckon.testservers.Await.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.redis.RedisSlot;
import dev.beckon.testservers.RedisCluster;
import dev.beckon.testservers.RedisServer;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways on a Redis Cluster of three masters, of which one is away or loses its data. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OnlineUsersClusterIT {

    static final List<String> USERS = IntStream.range(0, 500).mapToObj(i -> "user" + i).toList();

    @TempDir
    Path directory;

    final OnlineKeys keys = new OnlineKeys("test:", true, "cluster");
    final List<AutoCloseable> open = new ArrayList<>();
    RedisCluster cluster;
    OnlineGateway a;
    OnlineGateway b;

    @BeforeEach
    void start() {
        cluster = RedisCluster.start(directory, 3);
        open.add(cluster);
        a = gateway();
        b = gateway();
        USERS.forEach(a.users()::add);
        soon().until(() -> b.among(USERS).size() == USERS.size());
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void the_users_of_a_gateway_that_stops_are_offline_at_once() {
        a.users().stop();

        assertThat(b.among(USERS)).isEmpty();
    }

    @Test
    void what_one_master_loses_is_written_again() {
        cluster.nodes().getFirst().ask("FLUSHALL");

        within(OnlineGateway.TIMES.renewal().multipliedBy(3)).until(() -> b.among(USERS).size() == USERS.size());
    }

    @Test
    void while_a_master_is_away_a_gateway_starts_and_its_users_of_the_others_are_online() {
        RedisServer away = cluster.nodes().getFirst();
        List<String> others = USERS.stream().filter(user -> cluster.master(RedisSlot.of(keys.user(user))) != away).toList();
        List<String> late = others.stream().filter(user -> user.endsWith("7")).toList();
        a.users().stop();

        away.stop();
        OnlineGateway fresh = gateway();
        late.forEach(fresh.users()::add);

        soon().untilAsserted(() -> assertThat(b.among(others)).hasSameElementsAs(late));
    }

    @Test
    void a_master_that_is_paused_concerns_its_own_users_only() {
        RedisServer away = cluster.nodes().getFirst();
        List<String> others = USERS.stream().filter(user -> cluster.master(RedisSlot.of(keys.user(user))) != away).toList();
        away.pause();
        try {
            throughout(OnlineGateway.TIMES.life().multipliedBy(2), () -> assertThat(b.among(others)).hasSameElementsAs(others));
        } finally {
            away.resume();
        }

        within(Duration.ofSeconds(5)).until(() -> b.among(USERS).size() == USERS.size());
    }

    private OnlineGateway gateway() {
        RedisOptions options = new RedisOptions().setType(RedisClientType.CLUSTER);
        cluster.nodes().forEach(node -> options.addConnectionString(node.url()));
        OnlineGateway gateway = OnlineGateway.of(options);
        open.add(gateway);
        return gateway;
    }
}
