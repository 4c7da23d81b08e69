package dev.beckon.notification;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.nativerules.UnregisteredTypes;
import dev.beckon.redis.RedisPrefix;
import dev.beckon.testservers.ServiceManagement;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** A service that finds everything it needs logs no warning. */
@OnServers
@TestProfile(HealthyStartIT.Configured.class)
class HealthyStartIT {

    /** Also for {@link PrefixIT}: one start of the application serves both. */
    public static class Configured implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                return Map.of(RedisPrefix.KEY, "ours:", "quarkus.log.file.enabled", "true",
                        // The tests' check for native executables reads all classes on an event loop, which takes seconds on a busy machine.
                        "quarkus.vertx.max-event-loop-execute-time", "60s",
                        "quarkus.log.file.path", Files.createTempFile("beckon-notification", ".log").toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Marks log lines of the tests' own broker and producers, which run in this process; the service's producers have names. */
    private static final List<String> KAFKA_OF_THE_TESTS = List.of(" id=1", "[Producer clientId=producer-");

    @Inject
    ObjectMapper json;

    @Test
    void the_log_of_a_healthy_start_has_no_warning() throws IOException {
        String ada = Mentions.newUser();
        try (KafkaClient kafka = new KafkaClient()) {
            kafka.send(Mentions.of(ada));
            soon().untilAsserted(() -> assertThat(new Api(ada).state().unread()).isEqualTo(1));
        }
        soon().untilAsserted(() -> assertThat(ServiceManagement.get("/q/health/ready").statusCode()).isEqualTo(200));

        assertThat(warnings()).isEmpty();
    }

    @Test
    void what_no_native_executable_could_write_is_refused_in_these_tests() {
        assertThat(json.getRegisteredModuleIds()).contains(UnregisteredTypes.class.getName());
    }

    private static List<String> warnings() throws IOException {
        assertThat(log()).anySatisfy(line -> assertThat(line).contains("started in"));
        return log().stream()
                .filter(line -> line.contains("\"level\":\"WARN\"") || line.contains("\"level\":\"ERROR\""))
                .filter(line -> KAFKA_OF_THE_TESTS.stream().noneMatch(line::contains)).toList();
    }

    /** Reads the path from the application's configuration: Quarkus asks a profile for its settings more than once. */
    private static List<String> log() throws IOException {
        return Files.readAllLines(Path.of(ConfigProvider.getConfig().getValue("quarkus.log.file.path", String.class)));
    }
}
