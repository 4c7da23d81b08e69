package dev.beckon.verify.swarm;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often what happened. Thread-safe. */
final class Tally {

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    void count(String what) {
        counts.computeIfAbsent(what, _ -> new LongAdder()).increment();
    }

    /** Since the last call; by name. */
    Map<String, Long> take() {
        Map<String, Long> taken = new TreeMap<>();
        counts.forEach((what, count) -> taken.put(what, count.sumThenReset()));
        taken.values().removeIf(count -> count == 0);
        return taken;
    }
}
