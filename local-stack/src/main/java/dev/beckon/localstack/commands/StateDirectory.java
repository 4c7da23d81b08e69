package dev.beckon.localstack.commands;

import dev.beckon.localstack.ProjectRoot;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The directory of the stack that a command is about. */
final class StateDirectory {

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "data, logs and keys; .beckon in the checkout by default, another one for a second stack")
    private @Nullable Path given;

    /** How to say the same directory to another command: empty, or with a space in front. */
    String option() {
        return given == null ? "" : " --directory '%s'".formatted(given.toAbsolutePath());
    }

    Path path() {
        return (given == null ? ProjectRoot.find().stateDirectory() : given).toAbsolutePath();
    }
}
