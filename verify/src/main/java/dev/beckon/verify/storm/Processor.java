package dev.beckon.verify.storm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Processor time and memory of a process and its descendants, from Linux: proc(5), {@code /proc/pid/stat} and {@code
 * status}.
 */
record Processor(long pid) {

    /** USER_HZ, which is 100 on every Linux that Java runs on. */
    private static final long MILLIS_PER_TICK = 10;

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    /** Processor time of all its processes that are alive; zero where there is no {@code /proc}. */
    Duration used() {
        LongStream pids = ProcessHandle.of(pid).stream().flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .mapToLong(ProcessHandle::pid);
        return Duration.ofMillis(pids.map(one -> ticks(Path.of("/proc", Long.toString(one), "stat"))).sum() * MILLIS_PER_TICK);
    }

    private static long ticks(Path stat) {
        try {
            String line = Files.readString(stat);
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
            return Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
        } catch (IOException gone) {
            return 0;
        }
    }

    /** The process's highest resident memory, in MiB; 0 where there is no {@code /proc}. */
    long peakMebibytes() {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> List.of(line.split("\\s+")).get(1))
                    .mapToLong(Long::parseLong).findFirst().orElse(0) / 1_024;
        } catch (IOException gone) {
            return 0;
        }
    }
}
