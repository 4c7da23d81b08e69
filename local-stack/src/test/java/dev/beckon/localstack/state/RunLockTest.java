package dev.beckon.localstack.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RunLockTest {

    @TempDir
    Path directory;

    @Test
    void one_holder_at_a_time() {
        try (RunLock _ = RunLock.acquire(directory).orElseThrow()) {
            assertThat(RunLock.acquire(directory)).isEmpty();
            assertThat(RunLock.holder(directory)).contains(ProcessHandle.current());
        }

        try (RunLock second = RunLock.acquire(directory).orElseThrow()) {
            assertThat(second).isNotNull();
        }
    }

    @Test
    void nobody_holds_it_before_and_after() {
        assertThat(RunLock.holder(directory)).isEmpty();

        RunLock.acquire(directory).orElseThrow().close();

        assertThat(RunLock.holder(directory)).isEmpty();
    }
}
