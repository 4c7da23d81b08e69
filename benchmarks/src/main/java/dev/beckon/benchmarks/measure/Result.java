package dev.beckon.benchmarks.measure;

import java.time.Instant;
import java.util.List;

/**
 * One run of one benchmark at one size.
 *
 * @param operation what was measured, in the table's words
 * @param size how many, such as {@code 10000}
 * @param unit of what, such as {@code members}
 * @param target what the first figure should reach; empty: none
 * @param figures the one that counts, then those beside it
 */
public record Result(String benchmark, String operation, int size, String unit, String target, Instant at, Machine machine,
        List<Figure> figures) {

    public Result {
        figures = List.copyOf(figures);
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("a result without a figure");
        }
    }
}
