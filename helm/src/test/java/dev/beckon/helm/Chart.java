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

/** The chart, which Helm renders with values files. */
final class Chart {

    static final Path DIRECTORY = Path.of("beckon").toAbsolutePath();
    /** A copy in which hooks are ordinary objects: Helm's library does not return the objects that it would run as hooks. */
    private static final Path WITH_HOOKS = withHooksAsObjects();
    static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** A version that the chart supports: without a cluster, a rendering needs one from its caller. */
    private static final String KUBERNETES = "1.30.0";
    private static final Path CASES = Path.of("src/test/resources/values");
    private static final Map<String, Rendered> RENDERED = new ConcurrentHashMap<>();

    private Chart() {}

    /** Names of the matrix's cases; each case is a values file. */
    static Stream<String> cases() {
        try (Stream<Path> files = Files.list(CASES)) {
            return files.map(file -> file.getFileName().toString().replace(".yaml", "")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rendering of a case, cached. */
    static Rendered rendered(String name) {
        return RENDERED.computeIfAbsent(name, key -> Rendered.of(template(CASES.resolve(key + ".yaml"), Map.of())));
    }

    /** The rendering of a case with further values, as with {@code --set}. */
    static Rendered rendered(String name, Map<String, Object> settings) {
        return Rendered.of(template(CASES.resolve(name + ".yaml"), settings));
    }

    private static String template(Path values, Map<String, Object> settings) {
        var command = new Helm(WITH_HOOKS).template().withName("beckon").withNamespace("people")
                .withKubeVersion(KUBERNETES).withValuesFile(values);
        settings.forEach(command::set);
        return command.call();
    }

    /** Lints a copy of the chart whose defaults are the case's values: Helm's library lints a chart only with its defaults. */
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
