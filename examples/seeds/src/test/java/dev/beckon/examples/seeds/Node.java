package dev.beckon.examples.seeds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs commands in a folder with a {@code package.json}. */
record Node(Path directory) {

    /** Of one command; npm on a slow network takes the longest. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** As timeout(1) says it. */
    private static final int TIMED_OUT = 124;

    record Output(int exitCode, String text) {}

    /** Installs what the lock file says, unless that was done since it changed. */
    void installIfOld() throws IOException {
        Path lock = directory.resolve("package-lock.json");
        Path installed = directory.resolve("node_modules/.package-lock.json");
        if (Files.exists(installed) && Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(lock)) >= 0) {
            return;
        }
        Output output = run(Map.of(), List.of("npm", "ci", "--no-audit", "--no-fund"));
        if (output.exitCode() != 0) {
            throw new AssertionError("npm ci ended with %d:%n%s".formatted(output.exitCode(), output.text()));
        }
    }

    /** Nothing of what the command has started outlives this call. */
    Output run(Map<String, String> environment, List<String> command) throws IOException {
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
