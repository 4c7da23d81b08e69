package dev.beckon.verify;

import dev.beckon.verify.clients.Patience;
import dev.beckon.verify.faults.Fault;
import dev.beckon.verify.faults.FaultLane;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One run.
 *
 * @param length of load and faults; starting, settling and checking come on top
 * @param faults names of those to make; empty: all
 * @param directory of data, logs and histories
 */
public record Settings(Duration length, long seed, Set<String> faults, int people, Path directory) {

    private static final Duration SHORT = Duration.ofSeconds(90);

    public Settings {
        faults = Set.copyOf(faults);
    }

    /** @throws IllegalArgumentException if one that is wanted is not among them */
    List<Fault> chosen(List<Fault> all) {
        Set<String> unknown = new TreeSet<>(faults);
        all.forEach(fault -> unknown.remove(fault.name()));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no such fault: %s; there are %s".formatted(String.join(", ", unknown),
                    all.stream().map(Fault::name).collect(Collectors.joining(", "))));
        }
        return all.stream().filter(fault -> faults.isEmpty() || faults.contains(fault.name())).toList();
    }

    /** Too little time for faults and patience as in production. */
    private boolean isShort() {
        return length.compareTo(SHORT) < 0;
    }

    FaultLane.Pace pace() {
        return isShort()
                ? new FaultLane.Pace(Duration.ofMillis(1_200), Duration.ofMillis(300), false)
                : new FaultLane.Pace(Duration.ofSeconds(4), Duration.ofSeconds(2), true);
    }

    Patience patience() {
        return isShort()
                ? new Patience(Duration.ofSeconds(4), Duration.ofSeconds(2))
                : new Patience(Duration.ofSeconds(10), Duration.ofSeconds(5));
    }

    /** Between two comparisons of revisions; as in production where there is time. */
    Duration reconcile() {
        return isShort() ? Duration.ofSeconds(5) : Duration.ofSeconds(30);
    }
}
