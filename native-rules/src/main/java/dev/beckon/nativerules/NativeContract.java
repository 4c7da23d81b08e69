package dev.beckon.nativerules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Checks that a native executable can do all that the JVM does in a module: the package of the subclass, and all below it. The
 * file {@code src/test/resources/native-rules.txt} lists, one a line, what the build of an executable cannot see: {@code jackson
 * Type.method: types} with the types that the method gives Jackson, {@code trees} if there are none of ours; {@code reflection
 * Type.method: why}, {@code statics Type.field: why} and {@code resources path: why}, with the reason for which it works.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // reads all classes once, not once a test
public abstract class NativeContract {

    private static final Path FILE = Path.of("src/test/resources/native-rules.txt");
    private static final String TREES = "trees";
    private static final Set<String> KINDS = Set.of("jackson", "reflection", "statics", "resources");

    protected final NativeRules rules = NativeRules.of(getClass().getPackageName());
    private final Map<String, Map<String, String>> exceptions = read();

    private static Map<String, Map<String, String>> read() {
        Map<String, Map<String, String>> read = new TreeMap<>();
        try {
            for (String line : Files.exists(FILE) ? Files.readAllLines(FILE) : List.<String>of()) {
                String[] parts = line.split(" |: ", 3);
                if (parts.length < 3 || !KINDS.contains(parts[0])) {
                    throw new IllegalArgumentException("%s: neither a kind nor a place nor a reason: %s".formatted(FILE, line));
                }
                read.computeIfAbsent(parts[0], _ -> new TreeMap<>()).put(parts[1], parts[2]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read;
    }

    private Map<String, String> exceptions(String kind) {
        return exceptions.getOrDefault(kind, Map.of());
    }

    @Test
    void every_type_that_goes_through_Jackson_is_registered() {
        Map<String, List<String>> types = new TreeMap<>();
        exceptions("jackson").forEach((place, list) -> types.put(place,
                Stream.of(list.split(", ")).filter(type -> !type.equals(TREES)).toList()));
        assertThat(rules.jackson(types)).isEmpty();
    }

    @Test
    void what_is_in_a_registered_type_is_registered_too() {
        assertThat(rules.insides()).isEmpty();
    }

    @Test
    void every_type_with_an_annotation_of_Jackson_is_registered() {
        assertThat(rules.annotated()).isEmpty();
    }

    @Test
    void every_resource_that_has_query_parameters_is_registered() {
        assertThat(rules.queries()).isEmpty();
    }

    @Test
    void everything_registered_by_its_name_is_there() {
        assertThat(rules.missing()).isEmpty();
    }

    @Test
    void every_answer_has_a_type_that_the_build_sees() {
        assertThat(rules.untypedAnswers()).isEmpty();
    }

    @Test
    void reflection_is_used_only_where_it_is_known_to_work() {
        assertThat(rules.reflection(exceptions("reflection"))).isEmpty();
    }

    @Test
    void nothing_that_lives_is_made_while_the_executable_is_built() {
        assertThat(rules.statics(exceptions("statics"))).isEmpty();
    }

    @Test
    void only_public_APIs_of_the_frameworks_are_used() {
        assertThat(rules.behindFrameworks()).isEmpty();
    }

    @Test
    void every_file_beside_the_classes_gets_into_the_executable() {
        assertThat(rules.resources(exceptions("resources"))).isEmpty();
    }
}
