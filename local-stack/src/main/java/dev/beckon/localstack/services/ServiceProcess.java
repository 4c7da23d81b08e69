package dev.beckon.localstack.services;

import dev.beckon.localstack.processes.ChildProcess;
import dev.beckon.localstack.processes.ProcessRecord;
import dev.beckon.localstack.processes.Signal;
import dev.beckon.localstack.processes.Waiting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A service that runs, or that a test has killed, stopped or paused for a while: its URL stays. Not thread-safe. */
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
     * Returns at once; see {@link #awaitReady}.
     *
     * @param started is told of the process now and at each later start
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
     * Waits until the service says that it is ready.
     *
     * @param abandoned ends the wait early
     * @throws ServiceFailedException if it exits, or is not ready within {@code bound}
     */
    public void awaitReady(Duration bound, BooleanSupplier abandoned) {
        AtomicBoolean ready = new AtomicBoolean(); // asked once more it might say no, on a busy machine
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

    /** Starts it again, on the same URL. Does nothing if it runs. */
    public void restart() {
        if (!isAlive()) {
            process = launch();
        }
    }

    /** As Kubernetes ends a pod: asked first, and given time. */
    public void stop() {
        process.stop(Signal.TERM, STOP);
    }

    /** As a crash or the kernel would. */
    public void kill() {
        process.kill();
    }

    /** From now on it does nothing, while its connections stay open: a machine that hangs. */
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
