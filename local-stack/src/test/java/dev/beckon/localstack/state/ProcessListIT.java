package dev.beckon.localstack.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.testservers.processes.ChildProcess;
import dev.beckon.testservers.processes.ProcessRecord;
import dev.beckon.testservers.processes.Signal;
import dev.beckon.testservers.processes.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ProcessListIT {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    ChildProcess orphan;

    @BeforeEach
    void start() {
        orphan = ChildProcess.start(new ChildProcess.Spec("orphan", List.of(), List.of("/bin/sleep", "60"), Map.of(),
                directory.resolve("log"), Signal.TERM));
        assertThat(Waiting.until(() -> orphan.record().find().isPresent(), PATIENCE)).isTrue();
    }

    @AfterEach
    void stop() {
        orphan.kill();
    }

    @Test
    void the_next_run_ends_what_a_killed_launcher_left_behind() {
        new ProcessList(directory).add(orphan.record());

        List<String> ended = new ProcessList(directory).reap();

        assertThat(ended).containsExactly("orphan");
        // The kernel sees at once that the process has ended; a thread of this JVM notices it later.
        assertThat(Waiting.until(() -> !orphan.isAlive(), PATIENCE)).isTrue();
        assertThat(new ProcessList(directory).reap()).isEmpty();
    }

    @Test
    void a_process_that_merely_got_a_recorded_pid_is_left_alone() {
        ProcessRecord record = orphan.record();
        ProcessList earlier = new ProcessList(directory);
        earlier.add(new ProcessRecord("redis", record.pid(), record.startedAt(), "/opt/redis-server", Signal.TERM));
        earlier.add(new ProcessRecord("gateway-1", record.pid(), record.startedAt().minusSeconds(60),
                record.executable(), Signal.KILL));

        List<String> ended = new ProcessList(directory).reap();

        assertThat(ended).isEmpty();
        assertThat(orphan.isAlive()).isTrue();
    }

    @Test
    void after_an_orderly_stop_there_is_nothing_to_end() {
        ProcessList list = new ProcessList(directory);
        list.add(orphan.record());

        list.clear();

        assertThat(new ProcessList(directory).reap()).isEmpty();
        assertThat(orphan.isAlive()).isTrue();
    }
}
