package dev.beckon.benchmarks.measure;

import java.time.Duration;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * One number of a run.
 *
 * @param what such as {@code client p99}; the table's words
 * @param unit such as {@code µs}
 */
public record Figure(String what, double value, String unit) {

    /** What one of {@code count} operations took of {@code cpu}. */
    public static Figure perOperation(String what, Duration cpu, long count) {
        return new Figure(what, count == 0 ? Double.NaN : cpu.toNanos() / 1_000.0 / count, "µs");
    }

    /** @param micros a histogram in microseconds */
    public static Figure percentile(String what, Histogram micros, double percentile) {
        return new Figure(what, micros.getValueAtPercentile(percentile) / 1_000.0, "ms");
    }

    /** Three digits that matter, which is as exact as these measurements are. */
    public String text() {
        double size = Math.abs(value);
        String pattern = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
        return (String.format(Locale.ROOT, pattern, value) + " " + unit).strip();
    }
}
