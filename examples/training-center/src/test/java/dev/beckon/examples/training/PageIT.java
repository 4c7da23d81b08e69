package dev.beckon.examples.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.testclients.node.NodeProject;
import dev.beckon.testclients.node.NodeTests;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs the tests in {@code clients}, which open the page in Chromium. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PageIT {

    static final Path CLIENTS = Path.of("clients");

    @TestHTTPResource("/")
    URI page;

    @TestFactory
    Stream<DynamicTest> in_Chromium() {
        return new NodeTests(CLIENTS, Path.of("../../test-clients/js/reporter.js"))
                .run(Map.of("TRAINING_URL", page.toString()), "test/page.test.js");
    }

    /** The sources contain a copy of phoenix.min.js, so that the build does not need npm. */
    @Test
    void the_page_has_phoenix_as_npm_has_it() {
        new NodeProject(CLIENTS).installIfOld();

        assertThat(Path.of("src/main/resources/META-INF/resources/vendor/phoenix.min.js"))
                .hasSameBinaryContentAs(Path.of("clients/node_modules/phoenix/priv/static/phoenix.min.js"));
    }
}
