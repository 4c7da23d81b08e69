package dev.beckon.systemtests.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Runs the script {@code ./beckon} against the stack of these tests. */
public final class Script {

    private final Path directory;

    Script(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    public record Result(int exit, String output) {}

    /** @param command such as {@code dlq list} */
    public Result run(String... command) {
        List<String> line = Stream.of(List.of("../beckon"), List.of(command), List.of("--directory", directory.toString()))
                .flatMap(List::stream).toList();
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
