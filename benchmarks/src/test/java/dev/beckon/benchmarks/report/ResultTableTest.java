package dev.beckon.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.benchmarks.measure.Figure;
import dev.beckon.benchmarks.measure.Machine;
import dev.beckon.benchmarks.measure.Result;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ResultTableTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Machine MACHINE = new Machine("Some CPU", 2, "23 GB", "Linux 6", "Temurin-25", "3.34.2", List.of("-Xmx1m"));

    private final ResultTable table = new ResultTable(List.of("ping", "broadcast"));

    @Test
    void a_row_has_the_median_of_the_newest_three_runs() {
        String page = table.render(List.of(
                run("ping", 10, 1, 99), run("ping", 10, 2, 7), run("ping", 10, 3, 12.5), run("ping", 10, 4, 9)));

        assertThat(page).contains("| a ping; target ≤ 18 µs | 10 clients | **9.00 µs** | p99 9.00 ms |");
    }

    @Test
    void the_median_of_two_runs_lies_between_them() {
        assertThat(table.render(List.of(run("ping", 10, 1, 8), run("ping", 10, 2, 12)))).contains("**10.0 µs**");
    }

    @Test
    void all_sizes_of_a_benchmark_share_a_row_in_their_order() {
        assertThat(table.render(List.of(run("ping", 16_000, 1, 9), run("ping", 10, 1, 8))))
                .contains("| 10; 16,000 clients | **8.00; 9.00 µs** | p99 8.00; 9.00 ms |");
    }

    @Test
    void rows_come_in_the_order_of_the_benchmarks() {
        assertThat(table.render(List.of(run("other", 1, 1, 1), run("broadcast", 1, 1, 1), run("ping", 1, 1, 1))))
                .containsSubsequence("a ping", "a broadcast", "a other");
    }

    @Test
    void the_load_and_the_processor_time_of_single_processes_are_left_out() {
        Result run = new Result("latency", "a mention", 1, "a second", "", NOON, MACHINE, List.of(new Figure("p50", 5, "ms"),
                new Figure("postgres CPU", 1, "µs"), new Figure("all CPU", 2, "µs"), new Figure("clients' CPU", 3, "µs"),
                new Figure("rate", 9, "/s")));

        assertThat(table.render(List.of(run))).contains("| a mention | 1 a second | **5.00 ms** | all CPU 2.00 µs |");
    }

    @Test
    void below_the_table_stands_the_machine() {
        assertThat(table.render(List.of(run("ping", 10, 1, 8)))).endsWith(
                "\nSome CPU, 2 cores, 23 GB, Linux 6; Temurin-25, Quarkus 3.34.2, `-Xmx1m`; 2026-11-21.\n");
    }

    @Test
    void a_page_keeps_what_is_around_the_table() {
        String page = "before\n" + Page.BEGIN + "\nold\n" + Page.END + "\nafter\n";

        assertThat(Page.replaced(page, "new\n")).isEqualTo("before\n" + Page.BEGIN + "\nnew\n" + Page.END + "\nafter\n");
    }

    private static Result run(String benchmark, int size, int minute, double value) {
        return new Result(benchmark, "a " + benchmark, size, "clients", "≤ 18 µs", NOON.plusSeconds(60L * minute), MACHINE,
                List.of(new Figure("gateway CPU", value, "µs"), new Figure("p99", value, "ms")));
    }
}
