package dev.beckon.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka node (KRaft, broker and controller) inside this JVM, with its data in {@code <directory>/kafka}. Using a Kafka topic
 * does not create it: a misspelt name is an error here, as it is in production.
 */
public final class KafkaServer implements AutoCloseable {

    private static final Duration ADMIN = Duration.ofSeconds(60);

    private final KafkaNode node;
    private @Nullable KafkaRaftServer broker;

    private KafkaServer(KafkaNode node) {
        this.node = node;
    }

    /**
     * A second listener of the broker: it refers clients of {@code port} to {@code advertisedPort}, where a proxy may stand.
     *
     * @param keys if set, clients have to use TLS
     * @param login whether clients have to log in by SCRAM-SHA-512; users are created through Kafka's API
     */
    public record Door(int port, int advertisedPort, @Nullable Keys keys, boolean login) {

        public Door(int port, int advertisedPort) {
            this(port, advertisedPort, null, false);
        }
    }

    /** A key and its certificate in a PKCS #12 file. */
    public record Keys(Path file, String password) {}

    /** Starts on a free port, without any {@link Door}. */
    public static KafkaServer start(Path directory) {
        return start(directory, List.of());
    }

    /** Starts on a free port. */
    public static KafkaServer start(Path directory, List<Door> doors) {
        return start(directory, FreePort.find(), doors);
    }

    /**
     * Starts with the data of earlier starts in this directory. Returns when it takes requests.
     *
     * @throws ServerFailedException if it does not come up
     */
    public static KafkaServer start(Path directory, int port, List<Door> doors) {
        try {
            Path own = Files.createDirectories(directory.toAbsolutePath().resolve("kafka"));
            KafkaServer server = new KafkaServer(new KafkaNode(own, port, FreePort.find(), doors));
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends an outage: same port, same data. Does nothing if it runs. */
    public synchronized void start() {
        if (broker != null) {
            return;
        }
        KafkaLogging.quieten();
        try {
            node.formatIfNew();
            KafkaRaftServer started = new KafkaRaftServer(new KafkaConfig(node.properties(), false), Time.SYSTEM);
            broker = started;
            started.startup();
        } catch (Exception e) {
            stop();
            throw new ServerFailedException("Kafka did not start on port " + node.port(), e);
        }
    }

    /** Begins an outage: connections break, new ones are refused. Does nothing if it is stopped. */
    public synchronized void stop() {
        if (broker != null) {
            broker.shutdown();
            broker.awaitShutdown();
            broker = null;
        }
    }

    @Override
    public void close() {
        stop();
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + node.port();
    }

    /**
     * Creates a Kafka topic, or leaves an existing one unchanged.
     *
     * @param config topic settings such as {@code retention.ms}; the broker's defaults for the rest
     */
    public void createTopic(String name, int partitions, Map<String, String> config) {
        NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(config);
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()))) {
            admin.createTopics(Set.of(topic)).all().get(ADMIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new ServerFailedException("cannot create the Kafka topic " + name, e.getCause());
            }
        } catch (TimeoutException e) {
            throw new ServerFailedException("cannot create the Kafka topic %s within %s".formatted(name, ADMIN), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerFailedException("interrupted while the Kafka topic %s was created".formatted(name), e);
        }
    }
}
