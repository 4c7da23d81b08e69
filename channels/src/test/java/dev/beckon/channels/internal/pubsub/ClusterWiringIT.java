package dev.beckon.channels.internal.pubsub;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.Endpoint;
import dev.beckon.channels.lab.Clients;
import dev.beckon.channels.lab.PhoenixClient;
import dev.beckon.redis.RedisPrefix;
import dev.beckon.redis.RedisSlot;
import dev.beckon.testservers.RedisCluster;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
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

/** An application that configures the addresses of a Redis Cluster and Quarkus's client type. */
@QuarkusTest
@TestProfile(ClusterWiringIT.WithCluster.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ClusterWiringIT {

    static RedisCluster cluster;

    public static final class WithCluster implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("channels.redis.enabled", "true", "quarkus.redis.client-type", "cluster");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Servers.class));
        }
    }

    public static final class Servers implements QuarkusTestResourceLifecycleManager {

        private RedisCluster started;

        @Override
        public Map<String, String> start() {
            try {
                started = RedisCluster.start(Files.createTempDirectory("redis"), 3);
                return Map.of("quarkus.redis.hosts", started.hosts());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void inject(TestInjector injector) {
            cluster = started;
        }

        @Override
        public void stop() {
            started.close();
        }
    }

    @RegisterExtension
    final Clients clients = new Clients();

    @Inject
    Endpoint endpoint;

    @Inject
    PubSub pubSub;

    @Test
    void a_client_gets_events_of_its_node_and_of_every_other_program_on_the_cluster() {
        RedisPubSub node = (RedisPubSub) pubSub;
        soon().until(() -> node.connections() == 6);
        PhoenixClient ada = clients.connect().joined("room:1");
        String channel = new RedisPrefix("channels:", true).channel("room:1");

        cluster.master(RedisSlot.of(channel)).ask("SPUBLISH", channel, "news\t\t\n{\"from\":\"afar\"}");
        ada.expect("[null,null,'room:1','news',{'from':'afar'}]");
        endpoint.broadcast("room:1", "news", Map.of("from", "here"));
        ada.expect("[null,null,'room:1','news',{'from':'here'}]");

        ada.expectNothing();
        assertThat(node.droppedCount()).isZero();
    }
}
