package dev.beckon.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import dev.beckon.contracts.Limits;
import dev.beckon.http.ProblemType;
import jakarta.ws.rs.HttpMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/**
 * The handwritten OpenAPI description is complete: this test compares it with the code, and system-tests compare it with
 * answers.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DescriptionTest {

    static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(new DoNotIncludeTests())
            .importPackages("dev.beckon.gateway");
    static final Path FILE = Path.of("src/main/resources/META-INF/openapi.yaml");

    final JsonNode description = read();

    @Test
    void every_operation_of_the_code_is_described_and_no_other() throws IOException {
        Set<String> described = new TreeSet<>();
        description.path("paths").properties().forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
            if (!method.equals("parameters")) {
                described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
            }
        }));

        Set<String> operations = operations();
        operations.add("GET " + properties().getProperty("channels.event-stream.path"));
        assertThat(described).isEqualTo(operations);
        assertThat(calls()).containsAll(described);
    }

    @Test
    void every_problem_is_described() {
        Set<String> answered = new TreeSet<>();
        ProblemType.OF_EVERY_SERVICE.forEach(type -> answered.add(type.name()));
        CLASSES.stream().flatMap(type -> type.getFieldAccessesFromSelf().stream())
                .filter(access -> access.getTargetOwner().isEquivalentTo(ProblemType.class))
                .forEach(access -> answered.add(access.getTarget().getName()));
        answered.remove("OF_EVERY_SERVICE");

        assertThat(description.at("/components/schemas/Problem/properties/type/enum").valueStream().map(JsonNode::textValue))
                .containsExactlyInAnyOrderElementsOf(
                        answered.stream().map(type -> ProblemType.valueOf(type).problem("").type().toString()).toList());
    }

    @Test
    void the_form_of_a_user_id_is_the_one_that_holds() {
        JsonNode user = description.at("/components/schemas/UserId");

        assertThat(user.path("maxLength").intValue()).isEqualTo(Limits.USER_ID_LENGTH);
        assertThat(user.path("pattern").textValue()).isEqualTo("^" + Limits.USER_ID_PATTERN + "$");
    }

    /** Calls in the form that metrics and 405 answers use. */
    static List<String> calls() throws IOException {
        return List.of(properties().getProperty("beckon.http.calls").split(","));
    }

    static Properties properties() throws IOException {
        Properties properties = new Properties();
        properties.load(Files.newInputStream(Path.of("src/main/resources/application.properties")));
        return properties;
    }

    static Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        for (JavaClass resource : CLASSES) {
            for (JavaMethod method : isResource(resource) ? resource.getMethods() : Set.<JavaMethod>of()) {
                method.getAnnotations().stream()
                        .filter(annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class))
                        .forEach(annotation -> operations.add(annotation.getRawType().getSimpleName() + " " + path(resource, method)));
            }
        }
        return operations;
    }

    /** Interfaces are clients of other services. */
    static boolean isResource(JavaClass type) {
        return type.isAnnotatedWith(jakarta.ws.rs.Path.class) && !type.isInterface();
    }

    static String path(JavaClass resource, JavaMethod method) {
        String below = method.isAnnotatedWith(jakarta.ws.rs.Path.class)
                ? "/" + method.getAnnotationOfType(jakarta.ws.rs.Path.class).value()
                : "";
        return ("/" + resource.getAnnotationOfType(jakarta.ws.rs.Path.class).value() + below).replaceAll("/+", "/");
    }

    static JsonNode read() {
        try {
            return new YAMLMapper().readTree(FILE.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
