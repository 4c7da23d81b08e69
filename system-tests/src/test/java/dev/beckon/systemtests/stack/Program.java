package dev.beckon.systemtests.stack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** An example of {@code examples/clients} that runs until it is closed, and its output. */
public final class Program implements AutoCloseable {

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private Program(List<String> command, Map<String, String> environment) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().putAll(environment);
            this.process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(() -> {
            try (BufferedReader output = process.inputReader()) {
                output.lines().forEach(lines::add);
            } catch (IOException | UncheckedIOException ended) {
                lines.add("ended");
            }
        });
    }

    /** Runs with the tests' own class path, which contains the client. */
    static Program java(Path file, Map<String, String> environment, String argument) {
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        return new Program(List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
                System.getProperty("java.class.path"), file.toString(), argument), environment);
    }

    static Program node(Path file, Map<String, String> environment, String argument) {
        return new Program(List.of("node", Beckon.CLIENTS.adopt(file).toString(), argument), environment);
    }

    /** All lines of the output so far. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
