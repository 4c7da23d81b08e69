package dev.beckon.examples.seeds.approvals;

import dev.beckon.channels.Assigns;
import dev.beckon.channels.ChannelRouter;
import dev.beckon.channels.ConnectInfo;
import dev.beckon.channels.ConnectResult;
import dev.beckon.channels.UserSocket;
import dev.beckon.channels.test.TestSockets;
import dev.beckon.examples.seeds.auth.User;
import dev.beckon.testservers.RedisServer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sockets of two nodes, whose counts are in one Redis. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ApprovalStatsIT {

    @Test
    void a_fresh_join_at_another_node_has_every_decision(@TempDir Path directory) throws Exception {
        Vertx vertx = Vertx.vertx();
        try (RedisServer server = RedisServer.start(directory); Node here = new Node(vertx, server); Node there = new Node(vertx, server)) {
            here.join(Map.of("approved", 0, "rejected", 0));

            here.decide(true);
            there.decide(false);
            here.decide(true);

            here.join(Map.of("approved", 2, "rejected", 1));
            there.join(Map.of("approved", 2, "rejected", 1));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    /** One node of the application; carol is its only client. */
    private static final class Node implements UserSocket, AutoCloseable {

        private final ApprovalStore store;
        private final Redis redis;
        private final TestSockets sockets;

        Node(Vertx vertx, RedisServer server) {
            this.redis = Redis.createClient(vertx, server.url());
            this.store = new ApprovalStore.InRedis(redis);
            this.sockets = TestSockets.of(this); // reads the store
        }

        void decide(boolean approval) {
            new ApprovalStats(store, sockets.endpoint()).decided("carol", approval).await().atMost(Duration.ofSeconds(20));
        }

        void join(Map<String, Integer> expected) {
            sockets.connect().join("user_approval_stats:carol", Map.of()).assertJoined(expected);
        }

        @Override
        public Uni<ConnectResult> connect(ConnectInfo client) {
            return Uni.createFrom().item(new ConnectResult.Accepted(new Assigns().put(User.class,
                    new User("carol", Set.of(), Set.of(), Instant.MAX))));
        }

        @Override
        public void channels(ChannelRouter.Builder routes) {
            routes.channel("user_approval_stats:*", new ApprovalStatsChannel(store));
        }

        @Override
        public void close() {
            sockets.close();
            redis.close();
        }
    }
}
