package dev.beckon.localstack.state;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.beckon.localstack.processes.ProcessRecord;
import dev.beckon.localstack.processes.Signal;
import dev.beckon.localstack.processes.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code processes.json}: the processes of a run, listed from their start on, so that the next run can end those that
 * outlived their launcher. Thread-safe.
 */
public final class ProcessList {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The form on disk: a time as text. */
    private record Line(String name, long pid, String startedAt, String executable, Signal orphanSignal) {

        static Line of(ProcessRecord process) {
            return new Line(process.name(), process.pid(), process.startedAt().toString(), process.executable(),
                    process.orphanSignal());
        }

        ProcessRecord process() {
            return new ProcessRecord(name, pid, Instant.parse(startedAt), executable, orphanSignal);
        }
    }

    private final JsonFile<List<Line>> file;
    private final Map<String, ProcessRecord> processes = new ConcurrentHashMap<>();

    public ProcessList(Path directory) {
        this.file = new JsonFile<>(directory.resolve("processes.json"), new TypeReference<>() {});
    }

    /** Adds one, or puts it in the place of an earlier one of that name. */
    public synchronized void add(ProcessRecord process) {
        processes.put(process.name(), process);
        file.write(processes.values().stream().map(Line::of).toList());
    }

    /** All have been stopped. */
    public synchronized void clear() {
        processes.clear();
        file.delete();
    }

    /**
     * Ends what a launcher that was killed left behind. A process that merely has a recorded pid is left alone.
     *
     * @return the names of those that were still running
     */
    public List<String> reap() {
        List<ProcessRecord> orphans = file.read().orElse(List.of()).stream()
                .map(Line::process)
                .filter(process -> process.find().isPresent())
                .toList();
        orphans.forEach(orphan -> orphan.find().ifPresent(orphan.orphanSignal()::sendTo));
        if (!Waiting.until(() -> orphans.stream().allMatch(orphan -> orphan.find().isEmpty()), PATIENCE)) {
            orphans.forEach(orphan -> orphan.find().ifPresent(Signal.KILL::sendTo));
            Waiting.until(() -> orphans.stream().allMatch(orphan -> orphan.find().isEmpty()), PATIENCE);
        }
        file.delete();
        return orphans.stream().map(ProcessRecord::name).toList();
    }
}
