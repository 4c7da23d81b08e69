package dev.beckon.localstack.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A process of ours, with its output in a file. Where {@code setpriv} exists (Linux) the kernel signals it when this JVM
 * dies, however that happens. Thread-safe.
 */
public final class ChildProcess {

    /**
     * What to run.
     *
     * @param wrapper a command that runs the arguments as its own, such as {@code unshare -U}; empty: none
     * @param environment added to ours
     * @param log gets standard output and error, appended
     * @param orphanSignal what the process gets when this JVM has died
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
     * The kernel counts a parent as dead when the <em>thread</em> that started the child ends (prctl(2), PR_SET_PDEATHSIG):
     * all children are started by this one, which never does.
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
            // Else Ctrl-C in a terminal reaches all at once, not us alone, and nothing stops in order.
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
            throw new UncheckedIOException(new IOException(e.getCause().getMessage(), e.getCause()));
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

    /** What a later run needs to find this process again. */
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
     * Asks with {@code signal}, and kills what is not gone after {@code patience}. One that was paused goes on, or it would not
     * hear. Returns when the process is gone.
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

    /** As a crash or the kernel would: no chance to clean up. Returns when the process is gone. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
