package dev.beckon.localstack.state;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.beckon.testservers.processes.ProcessRecord;
import dev.beckon.testservers.processes.Signal;
import dev.beckon.testservers.processes.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code processes.json}: lists the processes of a run from their start on, so that the next run can end those that outlived
 * their launcher. Thread-safe.
 */
public final class ProcessList {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A process as written to disk, with the time as text. */
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

    /** Adds a process; it replaces an earlier one of the same name. */
    public synchronized void add(ProcessRecord process) {
        processes.put(process.name(), process);
        file.write(processes.values().stream().map(Line::of).toList());
    }

    /** Removes all processes from the list, once all have been stopped. */
    public synchronized void clear() {
        processes.clear();
        file.delete();
    }

    /**
     * Ends the processes that a killed launcher left behind. Spares an unrelated process that merely has a recorded pid.
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
