package dev.beckon.launcher;

import dev.beckon.testservers.processes.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs {@code ./beckon} without the script: the main class as a process, in the test's own checkout. */
final class Launcher implements AutoCloseable {

    private static final Duration BOUND = Duration.ofMinutes(4);

    private final Process process;
    private final Path output;

    private Launcher(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static Launcher run(Path checkout, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-Xmx256m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile(checkout, "output", ".txt");
            Process process = new ProcessBuilder(command)
                    .directory(checkout.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return new Launcher(process, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the process has printed this text, or has ended. */
    String awaitOutput(String text) {
        Waiting.until(() -> output().contains(text) || !process.isAlive(), BOUND);
        return output();
    }

    int awaitExit() {
        return process.onExit().orTimeout(BOUND.toSeconds(), TimeUnit.SECONDS).join().exitValue();
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        awaitExit();
    }
}
