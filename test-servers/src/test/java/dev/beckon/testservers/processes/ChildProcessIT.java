package dev.beckon.testservers.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ChildProcessIT {

    @TempDir
    Path directory;

    /** A JVM that starts a child, prints its pid, and waits to be killed. */
    static final class Parent {

        public static void main(String[] arguments) throws Exception {
            // Starts the child on a thread that ends, as the thread of a test does.
            Thread thread = Thread.ofPlatform().start(() -> System.out.println(sleeper(Path.of(arguments[0])).pid()));
            thread.join();
            Thread.currentThread().join();
        }
    }

    static ChildProcess sleeper(Path directory) {
        return ChildProcess.start(new ChildProcess.Spec("sleeper", List.of(), List.of("/bin/sleep", "60"), Map.of(),
                directory.resolve("log"), Signal.KILL));
    }

    @Test
    void a_child_outlives_the_thread_that_asked_for_it_but_not_the_jvm() throws IOException {
        assumeTrue(new Executable("setpriv").isOnPath());
        Process parent = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Parent.class.getName(), directory.toString()).start();
        ProcessHandle child = ProcessHandle.of(Long.parseLong(parent.inputReader().readLine())).orElseThrow();
        assertThat(ProcessRecord.isRunning(child)).isTrue();

        parent.destroyForcibly().onExit().join();

        assertThat(Waiting.until(() -> !ProcessRecord.isRunning(child), Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void a_child_that_ignores_the_signal_is_killed_when_patience_ends() throws IOException {
        Path log = directory.resolve("stubborn.log");
        ChildProcess stubborn = ChildProcess.start(new ChildProcess.Spec("stubborn", List.of(),
                List.of("/bin/sh", "-c", "trap '' TERM; echo deaf; while :; do sleep 1; done"), Map.of(), log, Signal.KILL));
        assertThat(Waiting.until(() -> contains(log, "deaf"), Duration.ofSeconds(30))).isTrue();

        stubborn.stop(Signal.TERM, Duration.ofMillis(50));

        assertThat(stubborn.isAlive()).isFalse();
    }

    @Test
    void a_child_that_was_paused_receives_the_signal() {
        ChildProcess paused = sleeper(directory);
        paused.signal(Signal.STOP);

        paused.stop(Signal.TERM, Duration.ofMinutes(1));

        assertThat(paused.exitCode()).isEqualTo(128 + 15); // not killed
    }

    @Test
    void output_and_errors_are_in_the_log_after_what_was_there() throws IOException {
        Path log = Files.writeString(directory.resolve("log"), "before\n");

        ChildProcess child = ChildProcess.start(new ChildProcess.Spec("speaker", List.of(),
                List.of("/bin/sh", "-c", "echo $WORD; echo error >&2"), Map.of("WORD", "out"), log, Signal.KILL));

        assertThat(Waiting.until(() -> !child.isAlive(), Duration.ofSeconds(30))).isTrue();
        assertThat(log).hasContent("before\nout\nerror\n");
    }

    @Test
    void a_command_that_does_not_exist_fails_or_ends_with_its_reason() {
        if (new Executable("setpriv").isOnPath()) {
            ChildProcess child = missing();
            assertThat(Waiting.until(() -> !child.isAlive(), Duration.ofSeconds(30))).isTrue();
            assertThat(child.exitCode()).isNotZero();
        } else {
            assertThatThrownBy(this::missing).isInstanceOf(UncheckedIOException.class).hasMessageContaining("missing");
        }
    }

    private ChildProcess missing() {
        return ChildProcess.start(new ChildProcess.Spec("missing", List.of(), List.of("/missing"), Map.of(),
                directory.resolve("log"), Signal.KILL));
    }

    private static boolean contains(Path log, String word) {
        try {
            return Files.readString(log).contains(word);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
