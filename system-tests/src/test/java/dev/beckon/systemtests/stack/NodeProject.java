package dev.beckon.systemtests.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A folder with a {@code package.json}, and Node to run in it. */
final class NodeProject {

    /** Of one command; npm on a slow network takes the longest. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** As timeout(1) says it. */
    private static final int TIMED_OUT = 124;

    private final Path directory;

    private NodeProject(Path directory) {
        this.directory = directory;
    }

    /** The tests that are written in JavaScript. */
    static NodeProject clients() {
        return new NodeProject(Path.of("clients"));
    }

    static NodeProject demoPages() {
        return new NodeProject(Path.of("../web-client"));
    }

    /** The local stack's gateways serve what lies there. */
    void buildIfMissing() {
        if (!Files.isDirectory(directory.resolve("dist-demo"))) {
            installIfOld();
            run(Map.of(), List.of("npm", "run", "build"));
        }
    }

    /** Installs what the lock file says, unless that was done since the lock file changed. */
    void installIfOld() {
        try {
            Path lock = directory.resolve("package-lock.json");
            Path installed = directory.resolve("node_modules/.package-lock.json");
            if (!Files.exists(installed)
                    || Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(lock)) < 0) {
                run(Map.of(), List.of("npm", "ci", "--no-audit", "--no-fund"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy of {@code file} from where Node finds this project's packages. */
    Path adopt(Path file) {
        try {
            installIfOld();
            Path copies = Files.createDirectories(directory.resolve("node_modules/.cache/beckon"));
            return Files.copy(file, copies.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING).toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws AssertionError with all that the command has said, if it does not end well in time */
    void run(Map<String, String> environment, List<String> command) {
        Output output = tryRun(environment, command);
        if (output.exitCode() != 0) {
            throw new AssertionError("%s ended with %d:%n%s".formatted(command, output.exitCode(), output.text()));
        }
    }

    record Output(int exitCode, String text) {}

    /** Nothing of what the command has started outlives this call. */
    Output tryRun(Map<String, String> environment, List<String> command) {
        try {
            Path log = Files.createTempFile("node-", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            int exitCode = exitCode(builder.start());
            String text = Files.readString(log);
            Files.delete(log);
            return new Output(exitCode, text);
        } catch (IOException e) {
            throw new UncheckedIOException(command.getFirst() + " could not be run; is Node 20 installed?", e);
        }
    }

    private static int exitCode(Process process) {
        try {
            return process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) ? process.exitValue() : TIMED_OUT;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return TIMED_OUT;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
