package dev.beckon.launcher;

import dev.beckon.localstack.ProjectRoot;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The state directory of the stack that a command works on. */
final class StateDirectory {

    @Option(names = "--directory", paramLabel = "DIR", description = "data, logs and keys; .beckon in the checkout by default, another one for a second stack")
    private @Nullable Path given;

    /** The option that gives another command the same directory: empty, or with a leading space. */
    String option() {
        return given == null ? "" : " --directory '%s'".formatted(given.toAbsolutePath());
    }

    Path path() {
        return (given == null ? ProjectRoot.find().stateDirectory() : given).toAbsolutePath();
    }
}
