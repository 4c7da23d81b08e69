package dev.beckon.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that every case of the matrix lints, and renders to objects whose every field exists in the Kubernetes API. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class MatrixTest {

    private static final int NAME = 63;

    @ParameterizedTest
    @MethodSource("dev.beckon.helm.Chart#cases")
    void it_lints_without_a_warning(String name, @TempDir Path directory) throws Exception {
        var result = Chart.lint(name, directory);

        assertThat(result.isFailed()).as(() -> result.getMessages().toString()).isFalse();
        assertThat(result.getMessages()).noneMatch(message -> message.contains("WARNING") || message.contains("ERROR"));
    }

    @ParameterizedTest
    @MethodSource("dev.beckon.helm.Chart#cases")
    void every_object_has_a_type_and_no_field_that_the_type_does_not_know(String name) {
        for (HasMetadata object : Chart.rendered(name).objects()) {
            assertThat(object).as(object.toString()).isNotInstanceOf(GenericKubernetesResource.class);
            assertThat(UnknownFields.of(object)).as("unknown fields of %s", described(object)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.beckon.helm.Chart#cases")
    void what_is_rendered_survives_its_type(String name) {
        ObjectMapper json = new ObjectMapper();
        for (HasMetadata object : Chart.rendered(name).objects()) {
            JsonNode written = json.valueToTree(object);
            assertThat(written.path("metadata").path("name").asText()).hasSizeBetween(1, NAME);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.beckon.helm.Chart#cases")
    void no_two_objects_have_one_name(String name) {
        List<String> names = Chart.rendered(name).objects().stream().map(MatrixTest::described).toList();

        assertThat(names).doesNotHaveDuplicates();
    }

    @Test
    void a_mistyped_field_would_be_seen() {
        Rendered wrong = Rendered.of("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: wrong}
                spec: {template: {spec: {containers: [{name: a, readinessProb: {}}]}}}
                """);

        assertThat(UnknownFields.of(wrong.objects().getFirst()))
                .containsExactly("spec.template.spec.containers[0].readinessProb");
    }

    private static String described(HasMetadata object) {
        return new ArrayList<>(List.of(object.getKind(), object.getMetadata().getName())).toString();
    }
}
