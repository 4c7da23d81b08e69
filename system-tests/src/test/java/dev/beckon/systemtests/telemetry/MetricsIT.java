package dev.beckon.systemtests.telemetry;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.beckon.systemtests.expect.ViewAssertions;
import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.systemtests.telemetry.Scrape.Selector;
import dev.beckon.testclients.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The services' scrapes contain every metric that dashboards, alerts and the documentation name. */
@SystemTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MetricsIT {

    private static final Path CHART = Path.of("../helm/beckon");
    private static final Path DOCS = Path.of("../docs");

    final Beckon beckon;

    MetricsIT(Beckon beckon) {
        this.beckon = beckon;
    }

    @Test
    void every_metric_of_an_alert_or_a_dashboard_is_in_a_scrape_with_its_labels() throws IOException {
        use();
        List<Selector> named = Stream.concat(rules().map(rule -> rule.get("expr").asText()), panels())
                .flatMap(expression -> Selector.of(expression).stream()).distinct().toList();
        assertThat(named).hasSizeGreaterThan(30);

        soon().untilAsserted(() -> {
            Scrape scrape = Scrape.of(beckon.scrapes());
            assertThat(named).filteredOn(selector -> !scrape.has(selector)).isEmpty();
        });
    }

    @Test
    void every_alert_names_a_section_of_the_runbook() throws IOException {
        List<String> anchors = Files.readAllLines(DOCS.resolve("operations.md")).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> "docs/operations.md#" + anchor(line))
                .toList();

        assertThat(rules()).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.at("/annotations/summary").asText()).isNotEmpty();
            assertThat(rule.at("/labels/severity").asText()).isIn("page", "ticket");
            assertThat(anchors).contains(rule.at("/annotations/runbook").asText());
        });
    }

    @Test
    void every_metric_of_ours_is_documented_and_every_documented_one_is_there() throws IOException {
        use();
        List<String> documented = Files.readAllLines(DOCS.resolve("observability.md")).stream()
                .filter(line -> line.matches("- `(beckon|channels)_.*"))
                .map(line -> line.substring(3, line.indexOf('`', 3)))
                .toList();

        soon().untilAsserted(() -> {
            List<String> there = beckon.scrapes().flatMap(String::lines)
                    .filter(line -> line.matches("# TYPE (beckon|channels)_.*") && !line.contains("_max gauge"))
                    .map(line -> line.endsWith(" counter") ? line.split(" ")[2] + "_total" : line.split(" ")[2])
                    .distinct().toList();
            assertThat(there).containsExactlyInAnyOrderElementsOf(documented);
        });
    }

    @Test
    void a_mention_is_counted_at_every_hand_over() {
        double delivered = sum("beckon_notifications_delivered_total{path=\"live\"");
        double timed = sum("beckon_delivery_seconds_count{path=\"live\"");

        use();

        soon().untilAsserted(() -> {
            assertThat(sum("beckon_notifications_delivered_total{path=\"live\"")).isGreaterThanOrEqualTo(delivered + 1);
            assertThat(sum("beckon_delivery_seconds_count{path=\"live\"")).isGreaterThanOrEqualTo(timed + 1);
        });
        assertThat(Stream.of("beckon_mentions_accepted_total", "beckon_notifications_stored_total",
                "beckon_frames_published_total", "channels_frames_sent_total", "channels_redis_received_total"))
                .allMatch(metric -> sum(metric) > 0);
    }

    /** Delivers one mention to a device, because some metrics exist only after their first use. */
    private void use() {
        String alice = beckon.user("alice");
        Device device = beckon.device(1, alice);
        beckon.mentions().post("counted", alice);
        soon().untilAsserted(() -> ViewAssertions.assertNews(device.view(), List.of("counted")));
    }

    private double sum(String start) {
        return beckon.scrapes().flatMap(String::lines)
                .filter(line -> line.startsWith(start))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static Stream<JsonNode> rules() throws IOException {
        return files("rules").flatMap(file -> file.findValues("rules").stream())
                .flatMap(rules -> rules.valueStream());
    }

    private static Stream<String> panels() throws IOException {
        return files("dashboards").flatMap(file -> file.findValuesAsText("expr").stream());
    }

    /** Read as YAML, which includes JSON. */
    private static Stream<JsonNode> files(String directory) throws IOException {
        YAMLMapper yaml = new YAMLMapper();
        try (Stream<Path> files = Files.list(CHART.resolve(directory))) {
            List<Path> all = files.sorted().toList();
            assertThat(all).isNotEmpty();
            Stream.Builder<JsonNode> read = Stream.builder();
            for (Path file : all) {
                read.add(yaml.readTree(file.toFile()));
            }
            return read.build();
        }
    }

    /** The anchor that GitHub makes from a heading. */
    private static String anchor(String heading) {
        return heading.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
    }
}
