package dev.beckon.notification;

import dev.beckon.localstack.servers.KafkaServer;
import dev.beckon.localstack.servers.PostgresServer;
import dev.beckon.localstack.servers.RedisServer;
import dev.beckon.localstack.tokens.DevKeys;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Real PostgreSQL, Redis and Kafka, one of each for all tests of the module; tests keep apart by their users' names. */
public class Servers implements QuarkusTestResourceLifecycleManager {

    static final int PARTITIONS = 3;

    public static PostgresServer postgres;
    public static RedisServer redis;
    public static KafkaServer kafka;
    public static DevKeys keys;
    static Cable toPostgres;
    static Cable toRedis;

    /** What a test would otherwise wait for; each keeps its place among the others. */
    private static final Map<String, String> SHORT = Map.of(
            "notification.database.statement-timeout", "9s",
            "notification.database.max-silence", "10s",
            "quarkus.redis.tcp.read-idle-timeout", "4s",
            "beckon.http.body-deadline", "6s",
            "notification.inbox.max-requests", "100",
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
        kafka.createTopic("mentions", PARTITIONS, Map.of());
        kafka.createTopic("mentions-dlq", 1, Map.of());
        kafka.createTopic("mentions-broken", 1, Map.of());
        keys = DevKeys.create(directory.resolve("keys"));
        toPostgres = new Cable(postgres.port());
        toRedis = new Cable(redis.port());
        Map<String, String> config = new HashMap<>(Map.of(
                "quarkus.http.test-port", "0",
                "quarkus.datasource.jdbc.url", postgres.jdbcUrl(),
                "quarkus.datasource.reactive.url", through(toPostgres, postgres.reactiveUrl(), postgres.port()),
                "quarkus.datasource.username", postgres.username(),
                "quarkus.datasource.password", postgres.password(),
                "quarkus.redis.hosts", through(toRedis, redis.url(), redis.port()),
                "kafka.bootstrap.servers", kafka.bootstrapServers(),
                // as content: in tests Quarkus makes a key pair of its own, whose content would win over a location
                "mp.jwt.verify.publickey", read(keys.publicKeyFile()),
                "mp.jwt.verify.issuer", DevKeys.ISSUER));
        config.putAll(SHORT);
        return config;
    }

    /** The broker's file that begins with the first record of a partition. */
    public static Path logOf(String kafkaTopic, int partition) {
        return directory.resolve("kafka").resolve(kafkaTopic + "-" + partition).resolve("00000000000000000000.log");
    }

    private static String through(Cable cable, String url, int port) {
        return url.replace(":" + port, ":" + cable.port());
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
