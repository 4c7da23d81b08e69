package dev.beckon.verify;

import dev.beckon.testclients.Device.Timeouts;
import dev.beckon.verify.faults.Fault;
import dev.beckon.verify.faults.FaultLane;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Settings of one run.
 *
 * @param length duration of load and faults; starting, settling and checking take extra time
 * @param faults names of the faults to make; empty: all
 * @param postgres number of PostgreSQL servers
 * @param redisCluster number of masters of a Redis Cluster; 0: a single Redis
 * @param directory folder of data, logs and histories
 */
public record Settings(Duration length, long seed, Set<String> faults, int people, int postgres, int redisCluster, Path directory) {

    private static final Duration SHORT = Duration.ofSeconds(90);

    public Settings {
        faults = Set.copyOf(faults);
    }

    /** @throws IllegalArgumentException if a wanted fault is not among them */
    List<Fault> chosen(List<Fault> all) {
        Set<String> unknown = new TreeSet<>(faults);
        all.forEach(fault -> unknown.remove(fault.name()));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no such fault: %s; there are %s".formatted(String.join(", ", unknown),
                    all.stream().map(Fault::name).collect(Collectors.joining(", "))));
        }
        return all.stream().filter(fault -> faults.isEmpty() || faults.contains(fault.name())).toList();
    }

    /** Whether the run is too short for faults and timeouts as in production. */
    private boolean isShort() {
        return length.compareTo(SHORT) < 0;
    }

    FaultLane.Pace pace() {
        return isShort()
                ? new FaultLane.Pace(Duration.ofMillis(1_200), Duration.ofMillis(300), false)
                : new FaultLane.Pace(Duration.ofSeconds(4), Duration.ofSeconds(2), true);
    }

    Timeouts timeouts() {
        return isShort()
                ? new Timeouts(Duration.ofSeconds(4), Duration.ofSeconds(2))
                : new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(5));
    }
}
