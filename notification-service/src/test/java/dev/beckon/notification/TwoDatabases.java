package dev.beckon.notification;

import dev.beckon.contracts.Lane;
import dev.beckon.testservers.PostgresServer;
import dev.beckon.testservers.TcpProxy;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The tests' PostgreSQL with lanes 0–31, and a second one with 32–63, each behind a proxy. */
public class TwoDatabases implements QuarkusTestProfile {

    private static final String FIRST_LANES = "0-31";

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(Second.class));
    }

    public static class Second implements QuarkusTestResourceLifecycleManager {

        public static PostgresServer postgres;
        public static TcpProxy proxy;

        @Override
        public int order() {
            return 1; // after the first
        }

        @Override
        public Map<String, String> start() {
            try {
                postgres = PostgresServer.start(Files.createTempDirectory("beckon-second-database"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            proxy = TcpProxy.before(postgres.port());
            Map<String, String> config = new HashMap<>();
            config.put("notification.shards[0].url", "postgresql://127.0.0.1:" + Servers.toPostgres.port() + "/beckon");
            config.put("notification.shards[0].lanes", FIRST_LANES);
            config.put("notification.shards[1].url", "postgresql://127.0.0.1:" + proxy.port() + "/beckon");
            config.put("notification.shards[1].lanes", "32-63");
            config.put("notification.shards[1].username", postgres.username());
            config.put("notification.shards[1].password", postgres.password());
            config.put("quarkus.flyway.active", "false"); // as ShardDefaults sets it where no datasource is configured
            return config;
        }

        @Override
        public void stop() {
            if (proxy != null) {
                proxy.close();
                postgres.close();
            }
        }
    }

    /** A new user whose inbox lives on the first server. */
    public static String userOfFirst() {
        return newUser(0);
    }

    public static String userOfSecond() {
        return newUser(1);
    }

    private static String newUser(int server) {
        return Stream.generate(Mentions::newUser).filter(user -> Lane.of(user).number() / 32 == server).findFirst().orElseThrow();
    }
}
