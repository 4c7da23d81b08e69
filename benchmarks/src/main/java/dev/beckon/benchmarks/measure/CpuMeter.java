package dev.beckon.benchmarks.measure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Processor time that each of several processes takes, from now on. */
public final class CpuMeter {

    private final Map<String, Long> pids;
    private final Map<String, Duration> before;

    private CpuMeter(Map<String, Long> pids) {
        this.pids = new LinkedHashMap<>(pids);
        this.before = read();
    }

    /** @param pids by the name that the figures get */
    public static CpuMeter start(Map<String, Long> pids) {
        return new CpuMeter(pids);
    }

    /** Since the start, by name. */
    public Map<String, Duration> spent() {
        Map<String, Duration> spent = read();
        spent.replaceAll((name, total) -> total.minus(before.get(name)));
        return spent;
    }

    private Map<String, Duration> read() {
        Map<String, Duration> total = new LinkedHashMap<>();
        pids.forEach((name, pid) -> total.put(name, ProcessStat.cpu(pid)));
        return total;
    }
}
