package dev.beckon.examples.seeds;

import dev.beckon.testclients.node.NodeTests;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs the tests in {@code clients}, which use Phoenix's JavaScript client, the unmodified npm package {@code phoenix}. */
@QuarkusTest
@TestProfile(SeedsProfile.class)
class SeedsPhoenixJsIT {

    @TestHTTPResource("/")
    URI seeds;

    @TestFactory
    Stream<DynamicTest> in_Node() {
        String url = seeds.toString();
        return new NodeTests(Path.of("clients"), Path.of("../../test-clients/js/reporter.js"))
                .run(Map.of("SEEDS_URL", url.substring(0, url.length() - 1), "SEEDS_SECRET", SeedsProfile.SECRET));
    }
}
