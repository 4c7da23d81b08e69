package dev.beckon.testservers.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A child process with its output in a file. Where {@code setpriv} exists (Linux) the kernel signals it when this JVM dies in any
 * way. Thread-safe.
 */
public final class ChildProcess {

    /**
     * The command and its surroundings.
     *
     * @param wrapper a command that runs the arguments as its own, such as {@code unshare -U}; empty: none
     * @param environment added to ours
     * @param log gets standard output and error, appended
     * @param orphanSignal the signal that the kernel sends when this JVM has died
     */
    public record Spec(
            String name,
            List<String> wrapper,
            List<String> arguments,
            Map<String, String> environment,
            Path log,
            Signal orphanSignal) {

        public Spec {
            wrapper = List.copyOf(wrapper);
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
        }
    }

    private static final boolean SETPRIV = new Executable("setpriv").isOnPath();
    private static final boolean SETSID = new Executable("setsid").isOnPath();

    /**
     * Starts all children on one thread that never ends: the kernel counts a parent as dead when the <em>thread</em> that started
     * the child ends (prctl(2), PR_SET_PDEATHSIG).
     */
    private static final ExecutorService STARTER = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("child-process-starter").factory());

    private final Spec spec;
    private final Process process;

    private ChildProcess(Spec spec, Process process) {
        this.spec = spec;
        this.process = process;
    }

    public static ChildProcess start(Spec spec) {
        ProcessBuilder builder = new ProcessBuilder(commandLine(spec))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(spec.environment());
        return new ChildProcess(spec, onStarter(builder::start));
    }

    private static List<String> commandLine(Spec spec) {
        List<String> command = new ArrayList<>();
        if (SETSID) {
            // Otherwise Ctrl-C in a terminal reaches all processes at once, not us alone, and they do not stop in order.
            command.add("setsid");
        }
        command.addAll(spec.wrapper());
        if (SETPRIV) {
            // After the wrapper: a change of credentials clears the request.
            command.addAll(List.of("setpriv", "--pdeathsig", spec.orphanSignal().name(), "--"));
        }
        command.addAll(spec.arguments());
        return command;
    }

    private static Process onStarter(Callable<Process> start) {
        try {
            return STARTER.submit(start).get();
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNull(e.getCause()); // the task's exception
            throw new UncheckedIOException(new IOException(cause.getMessage(), cause));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a process was started", e);
        }
    }

    public String name() {
        return spec.name();
    }

    public Path log() {
        return spec.log();
    }

    public long pid() {
        return process.pid();
    }

    /** The data by which a later run finds this process again. */
    public ProcessRecord record() {
        return ProcessRecord.of(spec, process.toHandle());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** @throws IllegalThreadStateException while it runs */
    public int exitCode() {
        return process.exitValue();
    }

    public void signal(Signal signal) {
        signal.sendTo(process.toHandle());
    }

    /**
     * Sends {@code signal}, and kills the process if it still runs after {@code patience}. Resumes a paused process first, otherwise
     * it would not get the signal. Returns when the process has ended.
     */
    public void stop(Signal signal, Duration patience) {
        signal(Signal.CONT);
        signal(signal);
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    /** Ends the process like a crash or the kernel: it cannot clean up. Returns when the process has ended. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
