package dev.beckon.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ProcessStatTest {

    @Test
    void processor_time_is_that_of_the_program_and_of_the_kernel() {
        String stat = "4711 (java) S 1 4711 4711 0 -1 4194304 100 0 3 0 250 75 9 9 20 0 41 0 1234 99 88 777";

        assertThat(ProcessStat.cpu(stat)).isEqualTo(Duration.ofMillis(3_250));
    }

    @Test
    void the_name_of_a_command_may_hold_spaces_and_brackets() {
        String stat = "4711 (a) b (c) S 1 4711 4711 0 -1 4194304 100 0 3 0 2 1 9 9 20 0 41 0 1234 99 88 777";

        assertThat(ProcessStat.cpu(stat)).isEqualTo(Duration.ofMillis(30));
    }

    @Test
    void a_family_has_the_time_of_children_that_have_ended() {
        String stat = "4711 (postgres) S 1 4711 4711 0 -1 4194304 100 0 3 0 250 75 9 8 20 0 41 0 1234 99 88 777";

        assertThat(ProcessStat.familyCpu(stat)).isEqualTo(Duration.ofMillis(3_420));
    }

    @Test
    void resident_memory_is_in_bytes() {
        assertThat(ProcessStat.residentBytes("Name:\tjava\nVmHWM:\t  300 kB\nVmRSS:\t  200 kB\n")).isEqualTo(204_800);
    }

    @Test
    void a_process_that_has_ended_has_no_memory() {
        assertThatThrownBy(() -> ProcessStat.residentBytes("Name:\tjava\nState:\tZ (zombie)\n"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void flags_are_those_of_the_jvm() {
        assertThat(ProcessStat.jvmFlags("/usr/bin/java\0-Xmx256m\0-XX:+UseSerialGC\0-jar\0x.jar\0"))
                .containsExactly("-Xmx256m", "-XX:+UseSerialGC");
    }
}
