package dev.beckon.notification;

import dev.beckon.testservers.KafkaServer;
import dev.beckon.testservers.PostgresServer;
import dev.beckon.testservers.RedisServer;
import dev.beckon.testservers.TcpProxy;
import dev.beckon.testservers.tokens.DevKeys;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Real PostgreSQL, Redis and Kafka, one of each for all tests of the module; tests stay independent by using different users. */
public class Servers implements QuarkusTestResourceLifecycleManager {

    /** The Kafka topic that the service consumes; few partitions, so that tests share them. */
    public static final String LANES = "mentions-by-lane";
    static final String GROUP = "notification-service-lanes";
    static final int PARTITIONS = 3;

    public static PostgresServer postgres;
    public static RedisServer redis;
    public static KafkaServer kafka;
    public static DevKeys keys;
    public static TcpProxy toPostgres;
    static TcpProxy toRedis;

    /** Shorter where tests would wait, longer where a busy machine would be late; in the same order as production's. */
    private static final Map<String, String> BOUNDS = Map.of(
            "notification.inbox.deadline", "8s",
            "notification.database.statement-timeout", "9s",
            "quarkus.redis.tcp.read-idle-timeout", "4s",
            "beckon.http.body-deadline", "15s",
            "beckon.http.max-requests", "100",
            "quarkus.shutdown.delay", "0s",
            "mp.messaging.incoming.mentions.max.poll.interval.ms", "5000");

    private static Path directory;

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory("beckon-notification-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        postgres = PostgresServer.start(directory);
        redis = RedisServer.start(directory);
        kafka = KafkaServer.start(directory);
        kafka.createTopic(LANES, PARTITIONS, Map.of());
        kafka.createTopic("mentions-dlq", 1, Map.of());
        kafka.createTopic("mentions-broken", 1, Map.of());
        keys = DevKeys.create(directory.resolve("keys"));
        toPostgres = TcpProxy.before(postgres.port());
        toRedis = TcpProxy.before(redis.port());
        Map<String, String> config = new HashMap<>(Map.of(
                "quarkus.http.test-port", "0",
                "quarkus.datasource.jdbc.url", postgres.jdbcUrl(),
                "quarkus.datasource.reactive.url", through(toPostgres, postgres.reactiveUrl(), postgres.port()),
                "quarkus.datasource.username", postgres.username(),
                "quarkus.datasource.password", postgres.password(),
                "quarkus.redis.hosts", through(toRedis, redis.url(), redis.port()),
                "kafka.bootstrap.servers", kafka.bootstrapServers(),
                // as content: in tests Quarkus makes its own key pair, whose content would override a location
                "mp.jwt.verify.publickey", read(keys.publicKeyFile()),
                "mp.jwt.verify.issuer", DevKeys.ISSUER));
        config.putAll(BOUNDS);
        return config;
    }

    /** The broker's log file that begins with the first record of a partition. */
    public static Path logOf(String kafkaTopic, int partition) {
        return directory.resolve("kafka").resolve(kafkaTopic + "-" + partition).resolve("00000000000000000000.log");
    }

    private static String through(TcpProxy proxy, String url, int port) {
        return url.replace(":" + port, ":" + proxy.port());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        Stream.of(toPostgres, toRedis, kafka, redis, postgres).forEach(Servers::close);
    }

    private static void close(AutoCloseable server) {
        try {
            server.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
