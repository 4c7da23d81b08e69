package dev.beckon.testclients.node;

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
public final class NodeProject {

    /** For one command; npm on a slow network takes the longest. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** The exit code of timeout(1). */
    private static final int TIMED_OUT = 124;

    private final Path directory;

    public NodeProject(Path directory) {
        this.directory = directory;
    }

    /** @param result the folder, below this one, that the build makes */
    public void buildIfMissing(String result) {
        if (!Files.isDirectory(directory.resolve(result))) {
            installIfOld();
            run(Map.of(), List.of("npm", "run", "build"));
        }
    }

    /** Installs the packages of the lock file, unless that was done since the lock file changed. */
    public void installIfOld() {
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

    /** Copies {@code file} to a folder from which Node finds this project's packages. */
    public Path adopt(Path file) {
        try {
            installIfOld();
            Path copies = Files.createDirectories(directory.resolve("node_modules/.cache/beckon"));
            return Files.copy(file, copies.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING).toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws AssertionError with all output of the command if it fails or takes too long */
    public void run(Map<String, String> environment, List<String> command) {
        Output output = tryRun(environment, command);
        if (output.exitCode() != 0) {
            throw new AssertionError("%s ended with %d:%n%s".formatted(command, output.exitCode(), output.text()));
        }
    }

    public record Output(int exitCode, String text) {}

    /** No process that the command has started outlives this call. */
    public Output tryRun(Map<String, String> environment, List<String> command) {
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
