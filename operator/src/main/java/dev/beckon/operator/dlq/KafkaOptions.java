package dev.beckon.operator.dlq;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The Kafka that a command reads: an option names it, or a variable, or a subclass in a program that embeds this tool. */
public class KafkaOptions {

    /** Kafka's clients log what the command prints itself. A strong reference, because a collected logger loses its level. */
    private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

    @Option(names = "--bootstrap-servers", paramLabel = "HOST:PORT,…", description = "where Kafka is; or the variable KAFKA_BOOTSTRAP_SERVERS")
    private @Nullable String bootstrapServers;

    @Option(names = "--command-config", paramLabel = "FILE", description = "properties of the Kafka client, such as security.protocol; as for Kafka's own tools")
    private @Nullable Path clientProperties;

    @Option(names = "--topic", defaultValue = "mentions-dlq", paramLabel = "TOPIC", description = "the Kafka topic of the dead letters; default ${DEFAULT-VALUE}")
    private String kafkaTopic;

    DeadLetterReader open() {
        KAFKA.setLevel(Level.OFF);
        Map<String, Object> client = new HashMap<>();
        if (clientProperties != null) {
            read(clientProperties).forEach((name, value) -> client.put(name.toString(), value));
        }
        bootstrapServers().ifPresent(servers -> client.put("bootstrap.servers", servers));
        if (!client.containsKey("bootstrap.servers")) {
            throw new DeadLettersException(nowhere());
        }
        return new DeadLetterReader(kafkaTopic, client);
    }

    private Optional<String> bootstrapServers() {
        return Optional.ofNullable(bootstrapServers)
                .or(() -> Optional.ofNullable(System.getenv("KAFKA_BOOTSTRAP_SERVERS")))
                .or(this::otherServers);
    }

    /** Bootstrap servers if neither option nor variable names any. */
    protected Optional<String> otherServers() {
        return Optional.empty();
    }

    /** The message to print if there are no bootstrap servers. */
    protected String nowhere() {
        return "Name a Kafka with --bootstrap-servers HOST:PORT, or the variable KAFKA_BOOTSTRAP_SERVERS.";
    }

    private static Properties read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new DeadLettersException("The file %s cannot be read.".formatted(file));
        }
        return properties;
    }
}
