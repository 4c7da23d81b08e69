package dev.beckon.benchmarks.measure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Measures the processor time of several processes, from its start. */
public final class CpuMeter {

    private final Map<String, Long> pids;
    private final Map<String, Long> families;
    private final Map<String, Duration> before;

    private CpuMeter(Map<String, Long> pids, Map<String, Long> families) {
        this.pids = new LinkedHashMap<>(pids);
        this.families = new LinkedHashMap<>(families);
        this.before = read();
    }

    /**
     * @param pids process ids by the name of their figure
     * @param families processes that count together with all their descendants
     */
    public static CpuMeter start(Map<String, Long> pids, Map<String, Long> families) {
        return new CpuMeter(pids, families);
    }

    /** Processor time since the start, by name. */
    public Map<String, Duration> spent() {
        Map<String, Duration> spent = read();
        spent.replaceAll((name, total) -> total.minus(before.get(name)));
        return spent;
    }

    private Map<String, Duration> read() {
        Map<String, Duration> total = new LinkedHashMap<>();
        pids.forEach((name, pid) -> total.put(name, ProcessStat.cpu(pid)));
        families.forEach((name, pid) -> total.put(name, ProcessStat.familyCpu(pid)));
        return total;
    }
}
