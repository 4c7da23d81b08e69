package dev.beckon.benchmarks;

import dev.beckon.benchmarks.load.BareServer;
import dev.beckon.benchmarks.load.LoadAnswer;
import dev.beckon.benchmarks.load.LoadProcesses;
import dev.beckon.benchmarks.measure.CpuMeter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The floor of {@link BroadcastBenchmark}: the same load and clients, on a server that only writes. */
final class BareBenchmark implements Benchmark {

    private static final int JOINS_PER_SECOND = 2_000;
    /** The load process creates these keys itself; {@link BareServer} does not verify tokens. */
    private static final Path KEYS = Path.of(".beckon/bench/keys");

    @Override
    public String name() {
        return "bare";
    }

    @Override
    public String operation() {
        return "the floor: the same by a bare loop of writes, no gateway";
    }

    @Override
    public String unit() {
        return "members";
    }

    @Override
    public List<Integer> sizes() {
        return new BroadcastBenchmark().sizes();
    }

    @Override
    public boolean isInProcess() {
        return true;
    }

    @Override
    public void run(Bench bench, int size) throws IOException {
        try (BareServer server = BareServer.launch(BroadcastBenchmark.TOPIC);
                LoadProcesses fleet = new LoadProcesses(KEYS, "b", size, "")) {
            fleet.connect(server.port(), BroadcastBenchmark.TOPIC, JOINS_PER_SECOND);
            BroadcastBenchmark.say(fleet, size, bench.seconds());
            for (int run = 0; run < bench.runs(); run++) {
                Map<String, Long> pids = new HashMap<>(fleet.pids());
                pids.put(Figures.GATEWAY, server.pid());
                CpuMeter cpu = CpuMeter.start(pids, Map.of());
                LoadAnswer received = BroadcastBenchmark.say(fleet, size, bench.seconds());
                bench.record(size, Figures.of("server CPU", cpu.spent(), received, bench.seconds()));
            }
        }
    }
}
