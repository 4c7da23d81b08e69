package dev.beckon.systemtests.telemetry;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.systemtests.expect.ViewAssertions;
import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.testclients.Device;
import dev.beckon.testclients.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Services write their logs as JSON here, as they do in containers. */
@SystemTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LogIT {

    final Beckon beckon;

    LogIT(Beckon beckon) {
        this.beckon = beckon;
    }

    @Test
    void every_line_is_a_JSON_object_with_time_level_logger_and_message() {
        List<String> lines = beckon.telemetry().logs()
                .flatMap(log -> log.lines().filter(line -> !line.startsWith("WARNING: ")).limit(10)) // the JVM's own warnings
                .toList();

        assertThat(lines).hasSizeGreaterThan(10).allSatisfy(line -> {
            JsonNode entry = Json.tree(line);
            assertThat(entry.path("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*");
            assertThat(entry.path("level").asText()).isNotEmpty();
            assertThat(entry.path("loggerName").asText()).isNotEmpty();
            assertThat(entry.has("message")).isTrue();
        });
    }

    @Test
    void neither_a_token_nor_what_people_write_is_in_a_log() throws Exception {
        String alice = beckon.user("alice");
        String secret = "secret-" + UUID.randomUUID();
        Device device = beckon.device(1, alice);
        beckon.mentions().post(secret, alice);
        soon().untilAsserted(() -> ViewAssertions.assertNews(device.view(), List.of(secret)));
        beckon.mentions().tryPost("key", "x".repeat(2_000) + secret, List.of(alice)); // refused: too long
        String letter = "letter-" + UUID.randomUUID();
        beckon.records().write(letter, "{\"id\":\"" + secret + "\"}"); // becomes a dead letter: no mention
        soon().untilAsserted(() -> assertThat(beckon.records().deadLetters())
                .anyMatch(record -> letter.equals(new String(record.key(), StandardCharsets.UTF_8))));
        beckon.connect(1, alice).join("notifications:" + alice, Map.of("rev", secret)); // refused: no number

        assertThat(beckon.telemetry().logs()).noneMatch(log -> log.contains(secret));
        assertThat(beckon.telemetry().logs()).noneMatch(log -> log.contains("eyJ"));
    }
}
