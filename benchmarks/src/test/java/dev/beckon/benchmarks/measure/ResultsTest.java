package dev.beckon.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ResultsTest {

    @TempDir
    private Path folder;

    @Test
    void what_a_run_has_found_is_there_for_the_next() throws IOException {
        Result result = new Result("ping", "an event", 1_000, "clients", "≤ 18 µs", Instant.parse("2026-11-21T12:00:00Z"),
                new Machine("cpu", 2, "1 GB", "Linux", "25", "3", List.of("-Xmx1m")), List.of(new Figure("p50", 1.5, "ms")));

        new Results(folder).add(result);

        assertThat(new Results(folder).all()).containsExactly(result);
    }

    @Test
    void without_any_run_there_is_nothing() throws IOException {
        assertThat(new Results(folder.resolve("none")).all()).isEmpty();
    }

    @Test
    void figures_show_three_digits() {
        assertThat(new Figure("x", 1.2345, "µs").text()).isEqualTo("1.23 µs");
        assertThat(new Figure("x", 12.345, "µs").text()).isEqualTo("12.3 µs");
        assertThat(new Figure("x", 12_345, "/s").text()).isEqualTo("12,345 /s");
    }
}
