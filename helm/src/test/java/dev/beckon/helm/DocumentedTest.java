package dev.beckon.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Checks values.yaml, which is the reference: every value has a reason, and the schema has exactly these values. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DocumentedTest {

    @Test
    void every_value_has_a_comment_or_stands_right_below_one_that_has() throws IOException {
        List<String> bare = new ArrayList<>();
        boolean commented = false;
        for (String line : Files.readAllLines(Chart.DIRECTORY.resolve("values.yaml"))) {
            boolean opensGroup = line.strip().matches("[A-Za-z]+:");
            if (line.isBlank()) {
                commented = false;
            } else if (line.strip().startsWith("#")) {
                commented = true;
            } else if (!commented && !opensGroup) {
                bare.add(line);
            }
        }

        assertThat(bare).isEmpty();
    }

    @Test
    void the_schema_has_every_value_and_no_other() throws IOException {
        JsonNode schema = Chart.YAML.readTree(Files.readString(Chart.DIRECTORY.resolve("values.schema.json")));
        JsonNode values = Chart.YAML.readTree(Files.readString(Chart.DIRECTORY.resolve("values.yaml")));

        assertThat(paths(values, schema)).isEmpty();
    }

    /** The chart makes the objects for dashboards and for Prometheus's operator from files, and must not skip one. */
    @Test
    void every_dashboard_and_rule_becomes_an_object() throws IOException {
        long dashboards = Chart.files("dashboards").stream().filter(file -> file.toString().endsWith(".json")).count();
        long rules = Chart.files("rules").stream().filter(file -> file.toString().endsWith(".yaml")).count();
        Rendered chart = Chart.rendered("everything");

        assertThat(chart.objects().stream().filter(object -> object.getKind().equals("PrometheusRule"))).hasSize((int) rules);
        assertThat(chart.objects().stream().filter(object -> object.getMetadata().getLabels() != null
                && "1".equals(object.getMetadata().getLabels().get("grafana_dashboard")))).hasSize((int) dashboards);
        for (Path dashboard : Chart.files("dashboards")) {
            assertThat(Chart.YAML.readTree(dashboard.toFile()).path("title").asText()).as(dashboard.toString()).isNotBlank();
        }
    }

    private static List<String> paths(JsonNode values, JsonNode schema) {
        List<String> differing = new ArrayList<>();
        compare(values, schema, schema, "", differing);
        return differing;
    }

    private static void compare(JsonNode value, JsonNode node, JsonNode root, String path, List<String> differing) {
        JsonNode definition = node.has("$ref") ? root.at(node.path("$ref").asText().substring(1)) : node;
        JsonNode known = definition.path("properties");
        if (known.isEmpty()) {
            return;
        }
        value.fieldNames().forEachRemaining(field -> {
            if (!known.has(field)) {
                differing.add("only in values.yaml: " + path + field);
            }
        });
        known.fieldNames().forEachRemaining(field -> {
            if (value.has(field)) {
                compare(value.get(field), known.get(field), root, path + field + ".", differing);
            } else if (!OPTIONAL.contains(field)) {
                differing.add("only in the schema: " + path + field);
            }
        });
    }

    /** Helm's own value, and fields of Kubernetes that the defaults do not use. */
    private static final List<String> OPTIONAL = List.of("global", "initialDelaySeconds", "ephemeral-storage", "cpu");
}
