package dev.beckon.testservers.processes;

import static org.assertj.core.api.Assertions.assertThat;

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
class ProcessRecordTest {

    @TempDir
    Path directory;

    ChildProcess sleeper;

    @BeforeEach
    void start() {
        sleeper = ChildProcess.start(new ChildProcess.Spec("sleeper", List.of(), List.of("/bin/sleep", "60"), Map.of(),
                directory.resolve("log"), Signal.KILL));
        ProcessRecord record = sleeper.record();
        assertThat(Waiting.until(() -> record.find().isPresent(), Duration.ofSeconds(30))).isTrue();
    }

    @AfterEach
    void stop() {
        sleeper.kill();
    }

    @Test
    void a_process_is_found_until_it_ends() {
        ProcessRecord record = sleeper.record();

        assertThat(record.find()).map(ProcessHandle::pid).contains(sleeper.pid());

        sleeper.kill();

        assertThat(record.find()).isEmpty();
    }

    @Test
    void another_process_of_that_pid_is_not_found_by_its_start() {
        ProcessRecord record = sleeper.record();

        ProcessRecord earlier = new ProcessRecord("sleeper", record.pid(), record.startedAt().minusSeconds(60),
                record.executable(), Signal.KILL);

        assertThat(earlier.find()).isEmpty();
    }

    @Test
    void another_process_of_that_pid_is_not_found_by_its_executable() {
        ProcessRecord record = sleeper.record();

        ProcessRecord postgres = new ProcessRecord("postgres", record.pid(), record.startedAt(), "/opt/bin/postgres",
                Signal.INT);

        assertThat(postgres.find()).isEmpty();
    }
}
