package dev.beckon.testservers.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Identifies a process beyond its pid, which the system reuses some day.
 *
 * @param startedAt as the operating system reports it
 * @param executable the file it runs, links resolved
 * @param orphanSignal the signal that ends it once its launcher has died
 */
public record ProcessRecord(String name, long pid, Instant startedAt, String executable, Signal orphanSignal) {

    /** Linux counts from boot, and corrects the time of boot now and then. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

    static ProcessRecord of(ChildProcess.Spec spec, ProcessHandle process) {
        return new ProcessRecord(spec.name(), process.pid(), process.info().startInstant().orElse(Instant.EPOCH),
                resolved(spec.arguments().getFirst()), spec.orphanSignal());
    }

    private static String resolved(String executable) {
        try {
            return Path.of(executable).toRealPath().toString();
        } catch (IOException e) {
            return executable;
        }
    }

    /** The same process under a name that distinguishes it from others of its kind. */
    public ProcessRecord named(String other) {
        return new ProcessRecord(other, pid, startedAt, executable, orphanSignal);
    }

    /** The process, if it still runs: its pid, start and executable match the record. */
    public Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid).filter(ProcessRecord::isRunning).filter(this::isTheSame);
    }

    private boolean isTheSame(ProcessHandle process) {
        boolean sameStart = process.info().startInstant()
                .map(start -> Duration.between(startedAt, start).abs().compareTo(CLOCK_TOLERANCE) <= 0)
                .orElse(false);
        return sameStart && process.info().command().filter(executable::equals).isPresent();
    }

    /** Unlike {@link ProcessHandle#isAlive()}, counts a zombie, which has ended and waits for its parent, as not running. */
    public static boolean isRunning(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            // proc_pid_stat(5): the name, in parentheses, may hold anything; the state follows.
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException noLinuxOrGone) {
            return process.isAlive();
        }
    }
}
