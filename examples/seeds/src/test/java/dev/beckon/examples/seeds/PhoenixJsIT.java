package dev.beckon.examples.seeds;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The examples as the JavaScript client of Phoenix sees them, {@code phoenix} on npm as it is: the tests in {@code clients}. */
@QuarkusTest
@TestProfile(SeedsProfile.class)
class PhoenixJsIT {

    static final ObjectMapper JSON = new ObjectMapper();

    @TestHTTPResource("/")
    URI seeds;

    @TestFactory
    Stream<DynamicTest> in_Node() throws IOException {
        Node node = new Node(Path.of("clients"));
        node.installIfOld();
        Path results = Path.of("target/phoenix-js.ndjson").toAbsolutePath();
        Files.deleteIfExists(results);

        String url = seeds.toString();
        Node.Output output = node.run(
                Map.of("SEEDS_URL", url.substring(0, url.length() - 1), "SEEDS_SECRET", SeedsProfile.SECRET),
                List.of("node", "--test", "--test-reporter=./reporter.js", "--test-reporter-destination=" + results,
                        "--test-timeout=200000", "--test-concurrency=2"));

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
}
