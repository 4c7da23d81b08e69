package dev.beckon.benchmarks;

import java.util.List;
import java.util.Map;

/** Measures one operation at several sizes on one running stack. */
interface Benchmark {

    /** Name on the command line, such as {@code broadcast}. */
    String name();

    /** The measured operation, as the table names it. */
    String operation();

    /** Unit of the size, such as {@code members}. */
    String unit();

    /** Sizes in ascending order; the cost per operation should be the same at each. */
    List<Integer> sizes();

    /** Target of the main figure, such as {@code ≤ 8 µs}; empty if there is none. */
    default String target() {
        return "";
    }

    /** Configuration keys of the services, as environment variables. */
    default Map<String, String> environment() {
        return Map.of();
    }

    /**
     * Flags of every service's JVM: a heap for 16,000 connections and their broadcasts, and the same object headers as
     * in the images.
     */
    default List<String> jvmFlags() {
        return List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders");
    }

    /** Whether this process does the measured work itself; the command then starts no stack. */
    default boolean isInProcess() {
        return false;
    }

    /** Sets up, warms up and records {@link Bench#runs} runs. */
    void run(Bench bench, int size) throws Exception;
}
