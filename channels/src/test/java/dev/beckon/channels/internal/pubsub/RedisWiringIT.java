package dev.beckon.channels.internal.pubsub;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.Endpoint;
import dev.beckon.channels.lab.Clients;
import dev.beckon.channels.lab.PhoenixClient;
import dev.beckon.testservers.RedisServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An application that configures only the address of its Redis. */
@QuarkusTest
@TestProfile(RedisWiringIT.WithRedis.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RedisWiringIT {

    public static final class WithRedis implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("channels.redis.enabled", "true");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Server.class));
        }
    }

    public static final class Server implements QuarkusTestResourceLifecycleManager {

        private RedisServer server;

        @Override
        public Map<String, String> start() {
            try {
                server = RedisServer.start(Files.createTempDirectory("redis"));
                return Map.of("quarkus.redis.hosts", server.url());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void stop() {
            server.close();
        }
    }

    @RegisterExtension
    final Clients clients = new Clients();

    @Inject
    Redis redis;

    @Inject
    Endpoint endpoint;

    @Inject
    PubSub pubSub;

    @Test
    void a_client_receives_from_its_node_and_every_other_program_on_the_same_Redis() {
        RedisPubSub node = (RedisPubSub) pubSub;
        soon().until(() -> node.isConnected().await().indefinitely());
        PhoenixClient ada = clients.connect().joined("room:1");

        RedisNode.command(redis, Command.PUBLISH, "channels:room:1", "news\t\t\n{\"from\":\"afar\"}");
        ada.expect("[null,null,'room:1','news',{'from':'afar'}]");
        endpoint.broadcast("room:1", "news", Map.of("from", "here"));
        ada.expect("[null,null,'room:1','news',{'from':'here'}]");

        ada.expectNothing();
        assertThat(node.droppedCount()).isZero();
    }
}
