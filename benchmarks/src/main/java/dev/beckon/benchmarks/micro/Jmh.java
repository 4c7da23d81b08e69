package dev.beckon.benchmarks.micro;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs a class of this package in a separate JVM. */
public final class Jmh {

    private static final int WARM_UP_SECONDS = 3;

    private Jmh() {}

    /**
     * @param micros time of one call in microseconds
     * @param allocatedBytes bytes that one call allocates
     */
    public record Cost(double micros, double allocatedBytes) {}

    /**
     * @param size value of the class's parameter {@code size}
     * @return cost by method name
     */
    public static Map<String, Cost> measure(Class<?> benchmark, int size, int seconds) throws RunnerException {
        Options options = new OptionsBuilder()
                .include("\\b" + benchmark.getSimpleName() + "\\.")
                .param("size", Integer.toString(size))
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.MICROSECONDS)
                .forks(1)
                .warmupIterations(WARM_UP_SECONDS)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(seconds)
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                .jvmArgs("-Xmx512m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "--sun-misc-unsafe-memory-access=allow")
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();
        return byMethod(new Runner(options).run());
    }

    private static Map<String, Cost> byMethod(Collection<RunResult> results) {
        Map<String, Cost> costs = new LinkedHashMap<>();
        for (RunResult result : results) {
            String method = result.getParams().getBenchmark().replaceFirst(".*\\.", "");
            Result<?> allocated = Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"), "GCProfiler's figure");
            costs.put(method, new Cost(result.getPrimaryResult().getScore(), allocated.getScore()));
        }
        return costs;
    }
}
