package dev.beckon.notification.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The native executable's settings for codecs in C libraries match the versions that Kafka's client brings. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NativeCodecsTest {

    static final Path RESOURCES = Path.of("src/main/resources");
    static final Path SETTINGS = RESOURCES.resolve("META-INF/native-image/dev.beckon/beckon-notification-service");

    @Test
    void zstd_is_loaded_by_the_executable_rather_than_by_its_build() throws IOException {
        assertThat(properties(SETTINGS.resolve("native-image.properties")))
                .containsEntry("Args", "--initialize-at-run-time=" + ZstdInputStreamNoFinalizer.class.getPackageName());
    }

    @Test
    void the_library_of_zstd_is_in_the_executable_for_both_kinds_of_processor() throws Exception {
        String pattern = json("resource-config.json").at("/resources/includes/0/pattern").asText();
        Path jar = Path.of(ZstdInputStreamNoFinalizer.class.getProtectionDomain().getCodeSource().getLocation().toURI());

        try (JarFile zstd = new JarFile(jar.toFile())) {
            assertThat(zstd.stream().map(Object::toString).filter(name -> name.matches(pattern))).hasSize(2)
                    .allSatisfy(name -> assertThat(name).endsWith(".so"));
        }
    }

    @Test
    void the_fields_that_the_library_of_zstd_writes_are_known() throws IOException {
        for (Class<?> stream : List.of(ZstdInputStreamNoFinalizer.class, ZstdOutputStreamNoFinalizer.class)) {
            List<String> positions = Stream.of(stream.getDeclaredFields()).map(Field::getName).filter(name -> name.endsWith("Pos"))
                    .toList();

            assertThat(json("jni-config.json")).filteredOn(entry -> entry.path("name").asText().equals(stream.getName()))
                    .singleElement().satisfies(entry -> assertThat(entry.path("fields")).map(field -> field.path("name").asText())
                            .containsExactlyInAnyOrderElementsOf(positions));
        }
    }

    @Test
    void snappy_is_in_native_executables_only() throws IOException {
        assertThat(properties(RESOURCES.resolve("application.properties")))
                .containsEntry("quarkus.kafka.snappy.enabled", "${quarkus.native.enabled:false}");
    }

    /** Operators may configure mention-service to compress its records. */
    @Test
    void mention_service_has_the_same() throws IOException {
        Path mentions = Path.of("..", "mention-service");
        for (String file : List.of("native-image.properties", "jni-config.json", "resource-config.json")) {
            assertThat(mentions.resolve(SETTINGS.resolveSibling("beckon-mention-service")).resolve(file))
                    .hasSameTextualContentAs(SETTINGS.resolve(file));
        }
        assertThat(properties(mentions.resolve(RESOURCES).resolve("application.properties")))
                .containsEntry("quarkus.kafka.snappy.enabled", "${quarkus.native.enabled:false}");
    }

    private static JsonNode json(String file) throws IOException {
        return new ObjectMapper().readTree(Files.readString(SETTINGS.resolve(file)));
    }

    private static Properties properties(Path file) throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }
}
