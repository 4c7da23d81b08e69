package dev.beckon.benchmarks.measure;

import java.time.Duration;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * One number of a run.
 *
 * @param what the table's name for it, such as {@code client p99}
 * @param unit unit such as {@code µs}
 */
public record Figure(String what, double value, String unit) {

    /** Processor time per operation: {@code cpu} divided by {@code count}. */
    public static Figure perOperation(String what, Duration cpu, long count) {
        return new Figure(what, count == 0 ? Double.NaN : cpu.toNanos() / 1_000.0 / count, "µs");
    }

    /** @param micros a histogram in microseconds */
    public static Figure percentile(String what, Histogram micros, double percentile) {
        return new Figure(what, micros.getValueAtPercentile(percentile) / 1_000.0, "ms");
    }

    public String text() {
        return number() + suffix();
    }

    /** The number with three significant digits, which is as exact as these measurements are. */
    public String number() {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }

    /** The text behind the number: a blank and the unit, or nothing. */
    public String suffix() {
        return unit.isEmpty() ? "" : " " + unit;
    }
}
