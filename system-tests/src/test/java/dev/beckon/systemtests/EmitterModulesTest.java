package dev.beckon.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.beckon.systemtests.stack.EmitterLanguage;
import dev.beckon.testclients.node.NodeProject;
import dev.beckon.testclients.node.NodeProject.Output;
import dev.beckon.testclients.node.NodeTests;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs the tests that the emitters in Node, Python and Go bring with them. */
class EmitterModulesTest {

    @TestFactory
    Stream<DynamicTest> in_Node() {
        return new NodeTests(Path.of("../emitter-node"), Path.of("../test-clients/js/reporter.js")).run(Map.of(), "test/emitter.test.js",
                "test/package.test.js");
    }

    @Test
    void in_Python() {
        assertPasses(EmitterLanguage.PYTHON, "python", List.of("python3", "-B", "-m", "unittest"));
    }

    @Test
    void in_Go() {
        assertPasses(EmitterLanguage.GO, "go", List.of("go", "vet", "./..."));
        assertPasses(EmitterLanguage.GO, "go", List.of("go", "test", "./..."));
    }

    private static void assertPasses(EmitterLanguage language, String directory, List<String> command) {
        assumeTrue(language.isInstalled(), () -> language + " is not installed on this machine: its emitter is not tested");
        Output output = new NodeProject(Path.of("../examples/emitters", directory)).tryRun(Map.of("PYTHONDONTWRITEBYTECODE", "1"), command);

        assertThat(output.exitCode()).as(output.text()).isZero();
    }
}
