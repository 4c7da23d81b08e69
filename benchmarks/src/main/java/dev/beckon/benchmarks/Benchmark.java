package dev.beckon.benchmarks;

import java.util.List;
import java.util.Map;

/** Something that is measured, at several sizes on one running stack. */
interface Benchmark {

    /** For the command line, such as {@code broadcast}. */
    String name();

    /** What is measured, in the table's words. */
    String operation();

    /** What a size counts, such as {@code members}. */
    String unit();

    /** Ascending; the cost of each should be the same. */
    List<Integer> sizes();

    /** What the first figure should reach, such as {@code ≤ 8 µs}; empty: nothing. */
    default String target() {
        return "";
    }

    /** Keys of the services' configuration, as environment variables. */
    default Map<String, String> environment() {
        return Map.of();
    }

    /** Of every service. As much heap as 16,000 connections and their broadcasts want; headers of objects as in the images. */
    default List<String> jvmFlags() {
        return List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders");
    }

    /** Whether it is this process that does what is measured; then no stack is started. */
    default boolean isInProcess() {
        return false;
    }

    /** Sets up, warms up, and records as many runs as asked. */
    void run(Bench bench, int size) throws Exception;
}
