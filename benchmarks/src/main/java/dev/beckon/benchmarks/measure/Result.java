package dev.beckon.benchmarks.measure;

import java.time.Instant;
import java.util.List;

/**
 * One run of one benchmark at one size.
 *
 * @param operation the measured operation, as the table names it
 * @param size the size as a number, such as {@code 10000}
 * @param unit unit of the size, such as {@code members}
 * @param target target of the first figure; empty if there is none
 * @param figures the main figure, then the others
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
