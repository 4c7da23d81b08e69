package dev.beckon.testclients.node;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.testclients.Json;
import dev.beckon.testclients.node.NodeProject.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Runs node:test files of a {@link NodeProject} and reports each of their tests as a JUnit test. */
public final class NodeTests {

    private static final Path RESULTS = Path.of("target/node");

    private final NodeProject project;
    private final Path reporter;

    /** @param reporter {@code js/reporter.js} of this module */
    public NodeTests(Path directory, Path reporter) {
        this.project = new NodeProject(directory);
        this.reporter = reporter.toAbsolutePath();
    }

    /** @param files of the project; none: all its tests */
    public Stream<DynamicTest> run(Map<String, String> environment, String... files) {
        try {
            project.installIfOld();
            Path temporary = Files.createDirectories(RESULTS.resolve("tmp").toAbsolutePath());
            Path results = Files.createTempFile(temporary, "results-", ".ndjson");
            Map<String, String> all = new LinkedHashMap<>(environment);
            all.put("TMPDIR", temporary.toString());
            List<String> command = new ArrayList<>(List.of("node", "--test", "--test-reporter=" + reporter.toUri(),
                    "--test-reporter-destination=" + results, "--test-timeout=200000", "--test-concurrency=2"));
            command.addAll(List.of(files));
            Output output = project.tryRun(all, command);
            return tests(Files.readAllLines(results), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One more than Node reports: it fails if Node broke before its tests ran, or had none. */
    private static Stream<DynamicTest> tests(List<String> results, Output output) {
        List<JsonNode> tests = results.stream().map(Json::tree).toList();
        List<DynamicTest> reported = new ArrayList<>(tests.stream().map(test -> result(test, output)).toList());
        reported.add(dynamicTest("Node ended well", () -> {
            if (tests.isEmpty() || output.exitCode() != 0) {
                throw new AssertionError("node ended with %d:%n%s".formatted(output.exitCode(), output.text()));
            }
        }));
        return reported.stream();
    }

    private static DynamicTest result(JsonNode test, Output output) {
        return dynamicTest(test.path("name").asText(), () -> {
            if (!test.path("passed").asBoolean()) {
                throw new AssertionError(test.path("error").asText() + "\n\n" + output.text());
            }
        });
    }
}
