package dev.beckon.localstack.services;

import dev.beckon.testservers.processes.ChildProcess;
import dev.beckon.testservers.processes.ProcessRecord;
import dev.beckon.testservers.processes.Signal;
import dev.beckon.testservers.processes.Waiting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The process of a service, which a test may kill, stop, pause and restart; its URL stays the same. Not thread-safe. */
public final class ServiceProcess {

    /** Longer than any service takes to drain by default. */
    private static final Duration STOP = Duration.ofSeconds(20);

    private final ServiceSpec spec;
    private final Consumer<ProcessRecord> started;
    private ChildProcess process;

    private ServiceProcess(ServiceSpec spec, Consumer<ProcessRecord> started) {
        this.spec = spec;
        this.started = started;
        this.process = launch();
    }

    /**
     * Starts the service and returns at once; see {@link #awaitReady}.
     *
     * @param started called with the process now and at each later start
     */
    public static ServiceProcess start(ServiceSpec spec, Consumer<ProcessRecord> started) {
        return new ServiceProcess(spec, started);
    }

    private ChildProcess launch() {
        ChildProcess launched = ChildProcess.start(new ChildProcess.Spec(
                spec.name(), List.of(), command(), spec.environment(), spec.log(), Signal.KILL));
        started.accept(launched.record());
        return launched;
    }

    private List<String> command() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Stream.of(List.of(java), spec.jvmFlags(), List.of("-jar", spec.code().jar().toString()))
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Waits until the service reports ready.
     *
     * @param abandoned ends the wait early
     * @throws ServiceFailedException if it exits, or is not ready within {@code bound}
     */
    public void awaitReady(Duration bound, BooleanSupplier abandoned) {
        AtomicBoolean ready = new AtomicBoolean(); // keeps the answer: on a busy machine a second request might fail
        Waiting.until(() -> {
            ready.set(isReady());
            return ready.get() || !isAlive() || abandoned.getAsBoolean();
        }, bound);
        if (ready.get() || abandoned.getAsBoolean()) {
            return;
        }
        String what = isAlive()
                ? "is not ready after %d s".formatted(bound.toSeconds())
                : "exited with code %d before it was ready".formatted(process.exitCode());
        throw new ServiceFailedException("%s %s; see %s".formatted(name(), what, spec.log()));
    }

    /** Starts the service again, on the same URL. Does nothing if it runs. */
    public void restart() {
        if (!isAlive()) {
            process = launch();
        }
    }

    /** Ends the process as Kubernetes ends a pod: SIGTERM, then time to drain. */
    public void stop() {
        process.stop(Signal.TERM, STOP);
    }

    /** Ends the process at once, like a crash or the kernel's out-of-memory killer. */
    public void kill() {
        process.kill();
    }

    /** Suspends the process while its connections stay open, like a machine that hangs. */
    public void pause() {
        process.signal(Signal.STOP);
    }

    public void resume() {
        process.signal(Signal.CONT);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public boolean isReady() {
        return Readiness.of(spec.url());
    }

    public String name() {
        return spec.name();
    }

    public long pid() {
        return process.pid();
    }

    public URI url() {
        return spec.url();
    }

    public Path log() {
        return spec.log();
    }
}
