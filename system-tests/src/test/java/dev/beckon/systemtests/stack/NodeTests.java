package dev.beckon.systemtests.stack;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.systemtests.stack.NodeProject.Output;
import dev.beckon.verify.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Runs a file of node:test tests against the running system and shows each of its tests as one of JUnit's. */
public final class NodeTests {

    private static final Path RESULTS = Path.of("target/node");

    private final Beckon beckon;

    public NodeTests(Beckon beckon) {
        this.beckon = beckon;
    }

    /** @throws AssertionError if the types of these tests do not fit together */
    public static void checkTypes() {
        NodeProject clients = NodeProject.clients();
        clients.installIfOld();
        clients.run(Map.of(), List.of("npm", "run", "--silent", "check"));
    }

    /** @param file below {@code clients/test} */
    public Stream<DynamicTest> run(String file) {
        try {
            NodeProject clients = NodeProject.clients();
            clients.installIfOld();
            Path temporary = Files.createDirectories(RESULTS.resolve("tmp").toAbsolutePath());
            Path results = RESULTS.resolve(file + ".ndjson").toAbsolutePath();
            Output output = clients.tryRun(
                    Map.of("BECKON_STACK", beckon.stackFile().toString(), "TMPDIR", temporary.toString()),
                    List.of("node", "--test-reporter=./reporter.js", "--test-reporter-destination=" + results,
                            "--test-timeout=200000", "test/" + file));
            List<JsonNode> tests = Files.exists(results)
                    ? Files.readAllLines(results).stream().map(Wire::tree).toList()
                    : List.of();
            return Stream.concat(tests.stream().map(test -> result(test, output)), whole(file, tests, output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DynamicTest result(JsonNode test, Output output) {
        return dynamicTest(test.path("name").asText(), () -> {
            if (!test.path("passed").asBoolean()) {
                throw new AssertionError(test.path("error").asText() + "\n\n" + output.text());
            }
        });
    }

    /** A file that broke before its tests did, or that has none. */
    private static Stream<DynamicTest> whole(String file, List<JsonNode> tests, Output output) {
        boolean explained = tests.stream().anyMatch(test -> !test.path("passed").asBoolean());
        return !tests.isEmpty() && (output.exitCode() == 0 || explained)
                ? Stream.empty()
                : Stream.of(dynamicTest(file, () -> {
                    throw new AssertionError("node ended with %d:%n%s".formatted(output.exitCode(), output.text()));
                }));
    }
}
