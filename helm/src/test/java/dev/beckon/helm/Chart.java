package dev.beckon.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The chart, rendered by Helm with files of values. */
final class Chart {

    static final Path DIRECTORY = Path.of("beckon").toAbsolutePath();
    /** Where hooks are objects like all others: Helm's library does not give back what it would run as a hook. */
    private static final Path WITH_HOOKS = withHooksAsObjects();
    static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** Whatever the chart says it needs; a template is not told by a cluster. */
    private static final String KUBERNETES = "1.30.0";
    private static final Path CASES = Path.of("src/test/resources/values");
    private static final Map<String, Rendered> RENDERED = new ConcurrentHashMap<>();

    private Chart() {}

    /** Names of the matrix: each a file of values. */
    static Stream<String> cases() {
        try (Stream<Path> files = Files.list(CASES)) {
            return files.map(file -> file.getFileName().toString().replace(".yaml", "")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a case renders to; rendered once. */
    static Rendered rendered(String name) {
        return RENDERED.computeIfAbsent(name, key -> Rendered.of(template(CASES.resolve(key + ".yaml"), Map.of())));
    }

    /** A case with some values of its own, as by {@code --set}. */
    static Rendered rendered(String name, Map<String, Object> settings) {
        return Rendered.of(template(CASES.resolve(name + ".yaml"), settings));
    }

    private static String template(Path values, Map<String, Object> settings) {
        var command = new Helm(WITH_HOOKS).template().withName("beckon").withNamespace("people")
                .withKubeVersion(KUBERNETES).withValuesFile(values);
        settings.forEach(command::set);
        return command.call();
    }

    /** Of a copy whose defaults are these values: Helm's library lints a chart as it is. */
    static LintResult lint(String name, Path directory) throws IOException {
        Path copy = copy(directory.resolve("beckon"), UnaryOperator.identity());
        JsonNode values = YAML.readTree(DIRECTORY.resolve("values.yaml").toFile());
        YAML.readerForUpdating(values).readValue(CASES.resolve(name + ".yaml").toFile());
        YAML.writeValue(copy.resolve("values.yaml").toFile(), values);
        return new Helm(copy).lint().strict().call();
    }

    private static Path withHooksAsObjects() {
        try {
            Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target").toAbsolutePath()), "with-hooks");
            return copy(directory.resolve("beckon"), text -> text.replace("helm.sh/hook", "looked-at/hook"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path copy(Path directory, UnaryOperator<String> edit) throws IOException {
        try (Stream<Path> files = Files.walk(DIRECTORY)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = directory.resolve(DIRECTORY.relativize(file));
                Files.createDirectories(target.getParent());
                Files.writeString(target, edit.apply(Files.readString(file)));
            }
        }
        return directory;
    }

    static List<Path> files(String folder) throws IOException {
        Path directory = DIRECTORY.resolve(folder);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }
}
