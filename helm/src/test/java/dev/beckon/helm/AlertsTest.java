package dev.beckon.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Checks the alerts: each leads the operator on call to a page with instructions. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class AlertsTest {

    private static final String PAGE = "docs/operations.md";

    /** Kafka reports a lag of 0 for a stopped consumer, so an alert on lag would not fire. */
    @Test
    void a_consumer_that_has_stopped_wakes_somebody() throws IOException {
        assertThat(alerts()).filteredOn(alert -> alert.path("expr").asText().contains("beckon_ingest_stopped"))
                .singleElement().satisfies(alert -> {
                    assertThat(alert.at("/labels/severity").asText()).isEqualTo("page");
                    assertThat(alert.at("/annotations/runbook").asText()).isEqualTo(PAGE + "#consumption-has-stopped");
                });
    }

    @Test
    void every_alert_has_its_section_in_the_runbook() throws IOException {
        Set<String> sections = Files.readAllLines(Path.of("..", PAGE)).stream().filter(line -> line.startsWith("#"))
                .map(AlertsTest::anchor).map(anchor -> PAGE + '#' + anchor).collect(Collectors.toSet());

        assertThat(alerts()).isNotEmpty().allSatisfy(alert -> assertThat(alert.at("/annotations/runbook").asText()).as(alert.path("alert")
                .asText()).isIn(sections));
    }

    private static String anchor(String heading) {
        return heading.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", "").replace(' ', '-');
    }

    private static Stream<JsonNode> alerts() throws IOException {
        Stream.Builder<JsonNode> alerts = Stream.builder();
        for (Path file : Chart.files("rules")) {
            if (file.toString().endsWith(".yaml")) {
                Chart.YAML.readTree(file.toFile()).findParents("alert").forEach(alerts);
            }
        }
        return alerts.build();
    }
}
