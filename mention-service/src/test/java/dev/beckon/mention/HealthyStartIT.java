package dev.beckon.mention;

import static dev.beckon.mention.Calls.mention;
import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.testservers.ServiceManagement;
import dev.beckon.testservers.tokens.DevKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** A service that finds everything it needs logs no warning. */
@QuarkusTest
@TestProfile(HealthyStartIT.LogInFile.class)
@QuarkusTestResource(KafkaForTests.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HealthyStartIT {

    /** Marks log lines of the tests' Kafka, which runs in this process. */
    private static final String KAFKA_OF_THE_TESTS = " id=1";

    DevKeys keys;

    public static class LogInFile implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                return Map.of("quarkus.log.file.enabled", "true",
                        // The tests' check for native executables reads all classes on an event loop, which takes seconds on a busy machine.
                        "quarkus.vertx.max-event-loop-execute-time", "60s",
                        "quarkus.log.file.path", Files.createTempFile("beckon-mention", ".log").toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void the_log_of_a_healthy_start_has_no_warning() throws IOException {
        new Calls(keys).as("team-docs").body(mention("bob")).post("/mentions").then().statusCode(202);
        soon().until(() -> ServiceManagement.get("/q/health/ready").statusCode() == 200);

        assertThat(warnings()).isEmpty();
    }

    private static List<String> warnings() throws IOException {
        // Reads the path from the service's configuration: Quarkus creates a profile more than once.
        List<String> lines = Files.readAllLines(Path.of(ConfigProvider.getConfig().getValue("quarkus.log.file.path", String.class)));
        assertThat(lines).anySatisfy(line -> assertThat(line).contains("started in"));
        return lines.stream().filter(line -> line.contains("\"level\":\"WARN\"") || line.contains("\"level\":\"ERROR\""))
                .filter(line -> !line.contains(KAFKA_OF_THE_TESTS)).toList();
    }
}
