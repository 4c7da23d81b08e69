package dev.beckon.channels.transport.longpoll;

import dev.beckon.channels.lab.Waiting;
import dev.beckon.channels.pubsub.PubSub;
import dev.beckon.channels.pubsub.RedisConfig;
import dev.beckon.channels.pubsub.RedisPubSub;
import dev.beckon.localstack.servers.RedisServer;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.io.TempDir;

/** The relay over a real Redis, on which each node has connections of its own. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RelayIT extends RelayContract {

    private static RedisServer server;

    @Inject
    Vertx vertx;

    private final List<RedisPubSub> open = new ArrayList<>();

    @BeforeAll
    static void startRedis(@TempDir Path directory) throws IOException {
        server = RedisServer.start(directory);
    }

    @AfterAll
    static void stopRedis() {
        server.close();
    }

    @Override
    PubSub pubSub() {
        RedisConfig config = new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(RedisConfig.class).build()
                .getConfigMapping(RedisConfig.class);
        RedisPubSub pubSub = new RedisPubSub(vertx, Redis.createClient(vertx, server.url()), config);
        open.add(pubSub);
        Waiting.until(() -> pubSub.isConnected().await().indefinitely());
        return pubSub;
    }

    @Override
    LongPollNode node(Map<String, String> config) {
        LongPollNode node = super.node(config);
        Waiting.until(() -> open.getLast().subscriptionCount().await().indefinitely() == 2); // the heartbeat's and the relay's
        return node;
    }

    @Override
    void stopNodes() {
        super.stopNodes();
        open.forEach(RedisPubSub::close);
    }
}
