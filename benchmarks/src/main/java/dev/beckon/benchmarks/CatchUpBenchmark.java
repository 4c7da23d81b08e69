package dev.beckon.benchmarks;

import dev.beckon.benchmarks.load.LoadAnswer;
import dev.beckon.benchmarks.load.LoadProcesses;
import dev.beckon.benchmarks.measure.CpuMeter;
import dev.beckon.benchmarks.measure.Figure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** All clients lose their connections, miss mentions, and reconnect at once, each with its last revision. */
final class CatchUpBenchmark implements Benchmark {

    private static final int MISSED = 3;
    private static final int COMING = 500;
    private static final int COMING_BACK = 2_000;
    private static final String STORED = "beckon_notifications_stored_total";
    private static final String CALLS = "http_server_requests_seconds_count";
    private static final String CATCH_UP = "uri=\"/inboxes/catch-up\"";

    @Override
    public String name() {
        return "catch-up";
    }

    @Override
    public String operation() {
        return "queries for 1,000 joins after a reconnect";
    }

    @Override
    public String unit() {
        return "clients that have missed 3 notifications each";
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1_000, 4_000, 16_000);
    }

    @Override
    public String target() {
        return "≤ 20";
    }

    @Override
    public void run(Bench bench, int size) throws IOException, InterruptedException {
        String users = "c" + size + "-";
        List<String> names = IntStream.range(0, size).mapToObj(i -> users + i).toList();
        UUID epoch = InboxUsers.epoch(bench);
        try (LoadProcesses fleet = new LoadProcesses(bench.keys(), users, size, "");
                MentionPost team = new MentionPost(bench);
                ServiceMetrics service = new ServiceMetrics(bench.stack().notifications().getFirst())) {
            fleet.connect(bench.gateway().url().getPort(), "notifications:%s", COMING);
            for (int run = 0; run < bench.runs(); run++) {
                fleet.disconnect();
                miss(service, team, names);
                String position = "{\"rev\":%d,\"epoch\":\"%s\"}".formatted(run * MISSED, epoch);
                bench.record(size, measure(bench, fleet, service, position, size));
            }
        }
    }

    private static void miss(ServiceMetrics service, MentionPost team, List<String> names)
            throws IOException, InterruptedException {
        double before = service.read(STORED);
        for (int i = 0; i < MISSED; i++) {
            team.post(names, System.nanoTime());
        }
        service.await(STORED, before + MISSED * names.size());
    }

    /** Each catch-up call is one query. */
    private static List<Figure> measure(Bench bench, LoadProcesses fleet, ServiceMetrics service, String position, int size)
            throws IOException, InterruptedException {
        double before = service.read(CALLS, CATCH_UP);
        CpuMeter cpu = bench.meter(fleet.pids());
        LoadAnswer joined = fleet.connect(bench.gateway().url().getPort(), "notifications:%s", position, COMING_BACK);
        double calls = service.read(CALLS, CATCH_UP) - before;
        List<Figure> figures = new ArrayList<>(List.of(
                new Figure("queries", calls * 1_000 / size, ""),
                Figure.percentile("join p50", joined.micros(), 50),
                Figure.percentile("join p99", joined.micros(), 99)));
        figures.addAll(PathFigures.cpu(cpu.spent(), size));
        return figures;
    }
}
