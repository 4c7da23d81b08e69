package dev.beckon.systemtests.abuse;

import dev.beckon.systemtests.stack.Vitals;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Calls a process's liveness probe ten times a second; Kubernetes does so every few seconds. */
final class Probe extends AbusiveLoad {

    static final String ALIVE = "200";

    private static final Duration PACE = Duration.ofMillis(100);

    private final Vitals process;
    private final List<Duration> times = Collections.synchronizedList(new ArrayList<>());

    Probe(Vitals process) {
        this.process = process;
    }

    @Override
    void run() {
        while (!isStopped()) {
            long began = System.nanoTime();
            try {
                count(Integer.toString(process.liveness()));
            } catch (IOException unanswered) {
                count("unanswered");
            }
            Duration time = Duration.ofNanos(System.nanoTime() - began);
            times.add(time);
            pause(PACE.minus(time));
        }
    }

    boolean wasAlwaysAnswered() {
        return !times.isEmpty() && counted(ALIVE) == times.size();
    }

    Duration percentile(int percent) {
        synchronized (times) {
            return times.stream().sorted().skip(Math.min(times.size() - 1, times.size() * (long) percent / 100)).findFirst().orElseThrow();
        }
    }
}
