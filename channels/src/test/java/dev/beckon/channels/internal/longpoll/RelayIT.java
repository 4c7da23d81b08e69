package dev.beckon.channels.internal.longpoll;

import static dev.beckon.testservers.Await.soon;

import dev.beckon.channels.internal.pubsub.PubSub;
import dev.beckon.channels.internal.pubsub.RedisNode;
import dev.beckon.channels.internal.pubsub.RedisPubSub;
import dev.beckon.redis.masters.RedisMasters;
import dev.beckon.testservers.RedisServer;
import io.quarkus.test.junit.QuarkusTest;
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

/** The relay over a real Redis; each node has its own connections. */
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
        RedisPubSub pubSub = new RedisPubSub(vertx, RedisMasters.single(Redis.createClient(vertx, server.url())),
                RedisNode.Config.defaults());
        open.add(pubSub);
        soon().until(() -> pubSub.isConnected().await().indefinitely());
        return pubSub;
    }

    @Override
    LongPollNode node(Map<String, String> config) {
        LongPollNode node = super.node(config);
        // the heartbeat's subscription and the relay's
        soon().until(() -> open.getLast().subscriptionCount().await().indefinitely() == 2);
        return node;
    }

    @Override
    void stopNodes() {
        super.stopNodes();
        open.forEach(RedisPubSub::close);
    }
}
