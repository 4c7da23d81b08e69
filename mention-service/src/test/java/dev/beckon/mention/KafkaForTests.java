package dev.beckon.mention;

import dev.beckon.testservers.KafkaServer;
import dev.beckon.testservers.tokens.DevKeys;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** A real Kafka with the Kafka topic, and keys for tokens. Injects them into a test's fields of these types. */
public class KafkaForTests implements QuarkusTestResourceLifecycleManager {

    /** Fewer than lanes, and none that divides their number. */
    static final int LANE_PARTITIONS = 5;

    private Path directory;
    private KafkaServer kafka;
    private DevKeys keys;

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory("beckon-mention");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        kafka = KafkaServer.start(directory);
        kafka.createTopic("mentions", 3, Map.of());
        kafka.createTopic("mentions-by-lane", LANE_PARTITIONS, Map.of());
        keys = DevKeys.create(directory.resolve("keys"));
        return Map.of(
                "kafka.bootstrap.servers", kafka.bootstrapServers(),
                "mp.jwt.verify.publickey.location", keys.publicKeyLocation(),
                "mp.jwt.verify.issuer", DevKeys.ISSUER);
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(kafka, field -> field.getType().getName().equals(KafkaServer.class.getName()));
        injector.injectIntoFields(keys, field -> field.getType().getName().equals(DevKeys.class.getName()));
    }

    protected KafkaServer kafka() {
        return kafka;
    }

    protected DevKeys keys() {
        return keys;
    }

    @Override
    public void stop() {
        if (kafka != null) {
            kafka.close();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
