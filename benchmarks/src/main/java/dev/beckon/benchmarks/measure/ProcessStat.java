package dev.beckon.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Reads a process's figures from Linux's {@code /proc} (proc(5)). */
public final class ProcessStat {

    /** USER_HZ, which is 100 on every Linux that Java runs on; so one tick is 10 ms. */
    private static final long TICK_MILLIS = 10;

    /**
     * Indexes of utime and stime, counted from the first field after the command's name, which may hold spaces and
     * brackets.
     */
    private static final int UTIME = 11;
    private static final int STIME = 12;

    /** Indexes of the same times of children that have ended and whose parent has waited for them. */
    private static final int CUTIME = 13;
    private static final int CSTIME = 14;

    private ProcessStat() {}

    /** Processor time of all its threads since it began, in the program and in the kernel. */
    public static Duration cpu(long pid) {
        return cpu(read(Path.of("/proc", Long.toString(pid), "stat")));
    }

    static Duration cpu(String stat) {
        return sum(stat, UTIME, STIME);
    }

    /** Processor time with all its descendants, including ended ones. */
    static Duration familyCpu(long pid) {
        Duration own = familyCpu(read(Path.of("/proc", Long.toString(pid), "stat")));
        return ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::children)
                .map(child -> childCpu(child.pid()))
                .reduce(own, Duration::plus);
    }

    static Duration familyCpu(String stat) {
        return cpu(stat).plus(sum(stat, CUTIME, CSTIME));
    }

    /** Zero if the process has ended meanwhile: its time then counts as its parent's. */
    private static Duration childCpu(long pid) {
        try {
            return familyCpu(pid);
        } catch (UncheckedIOException e) {
            return Duration.ZERO;
        }
    }

    private static Duration sum(String stat, int a, int b) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Duration.ofMillis((Long.parseLong(fields[a]) + Long.parseLong(fields[b])) * TICK_MILLIS);
    }

    /** Resident memory in bytes. */
    public static long residentBytes(long pid) {
        return residentBytes(read(Path.of("/proc", Long.toString(pid), "status")));
    }

    static long residentBytes(String status) {
        return status.lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the process has no memory: it has ended"));
    }

    /** The process's JVM arguments, such as {@code -Xmx256m}. */
    public static List<String> jvmFlags(long pid) {
        return jvmFlags(read(Path.of("/proc", Long.toString(pid), "cmdline")));
    }

    static List<String> jvmFlags(String commandLine) {
        return List.of(commandLine.split("\0")).stream().filter(argument -> argument.startsWith("-X")).toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("processor time and memory are read from /proc, which only Linux has", e);
        }
    }
}
