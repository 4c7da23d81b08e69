package dev.beckon.localstack.commands;

import dev.beckon.localstack.deadletters.DeadLetters;
import dev.beckon.localstack.deadletters.DeadLettersException;
import dev.beckon.localstack.state.StackFile;
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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which Kafka a command is about: the local stack's, or any that it is told. */
final class KafkaOptions {

    /** Its clients repeat in their log what the command says itself. Held, so that the level lasts. */
    private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

    @Mixin
    private StateDirectory directory;

    @Option(names = "--bootstrap-servers", paramLabel = "HOST:PORT,…",
            description = "another Kafka than the local stack's; or the variable KAFKA_BOOTSTRAP_SERVERS")
    private @Nullable String bootstrapServers;

    @Option(names = "--command-config", paramLabel = "FILE",
            description = "properties of the Kafka client, such as security.protocol; as for Kafka's own tools")
    private @Nullable Path clientProperties;

    @Option(names = "--topic", defaultValue = "mentions-dlq", paramLabel = "TOPIC",
            description = "the Kafka topic of the dead letters; default ${DEFAULT-VALUE}")
    private String kafkaTopic;

    DeadLetters open() {
        KAFKA.setLevel(Level.OFF);
        Map<String, Object> client = new HashMap<>();
        if (clientProperties != null) {
            read(clientProperties).forEach((name, value) -> client.put(name.toString(), value));
        }
        bootstrapServers().ifPresent(servers -> client.put("bootstrap.servers", servers));
        if (!client.containsKey("bootstrap.servers")) {
            throw new DeadLettersException("No stack is running here. Start one with ./beckon up,"
                    + " or name a Kafka with --bootstrap-servers HOST:PORT.");
        }
        return new DeadLetters(kafkaTopic, client);
    }

    private Optional<String> bootstrapServers() {
        return Optional.ofNullable(bootstrapServers)
                .or(() -> Optional.ofNullable(System.getenv("KAFKA_BOOTSTRAP_SERVERS")))
                .or(() -> StackFile.read(directory.path()).map(StackFile::kafka));
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
