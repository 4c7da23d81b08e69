package dev.beckon.examples.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The page in Chromium: the tests in {@code clients}. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PageIT {

    static final ObjectMapper JSON = new ObjectMapper();

    final Node node = new Node(Path.of("clients"));

    @TestHTTPResource("/")
    URI page;

    @TestFactory
    Stream<DynamicTest> in_Chromium() throws IOException {
        node.installIfOld();
        Path temporary = Files.createDirectories(Path.of("target/browser").toAbsolutePath());
        Path results = Path.of("target/page.ndjson").toAbsolutePath();
        Files.deleteIfExists(results);

        Node.Output output = node.run(
                Map.of("TRAINING_URL", page.toString(), "TMPDIR", temporary.toString()),
                List.of("node", "--test", "--test-reporter=./reporter.js", "--test-reporter-destination=" + results,
                        "--test-timeout=200000", "test/page.test.js"));

        List<DynamicTest> tests = new ArrayList<>();
        for (String line : Files.exists(results) ? Files.readAllLines(results) : List.<String>of()) {
            JsonNode test = JSON.readTree(line);
            tests.add(dynamicTest(test.path("name").asText(), () -> {
                if (!test.path("passed").asBoolean()) {
                    throw new AssertionError(test.path("error").asText() + "\n\n" + output.text());
                }
            }));
        }
        tests.add(dynamicTest("Node ended well", () -> {
            if (output.exitCode() != 0) {
                throw new AssertionError("node ended with %d:%n%s".formatted(output.exitCode(), output.text()));
            }
        }));
        return tests.stream();
    }

    /** It lies in the sources, so that the build needs no npm. */
    @Test
    void the_page_has_phoenix_as_npm_has_it() throws IOException {
        node.installIfOld();

        assertThat(Path.of("src/main/resources/META-INF/resources/vendor/phoenix.mjs"))
                .hasSameBinaryContentAs(Path.of("clients/node_modules/phoenix/priv/static/phoenix.mjs"));
    }
}
