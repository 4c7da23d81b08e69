package dev.beckon.benchmarks;

import dev.beckon.benchmarks.load.LoadAnswer;
import dev.beckon.benchmarks.load.LoadProcesses;
import dev.beckon.benchmarks.measure.CpuMeter;
import dev.beckon.benchmarks.measure.Figure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One mention of very many users, some of them online: time until the last row is stored and the last online user has
 * the frame.
 */
final class LargeMentionBenchmark implements Benchmark {

    private static final int ONLINE = 1_000;
    private static final int JOINS_PER_SECOND = 500;
    private static final Duration QUIET = Duration.ofSeconds(20);
    private static final String STORED = "beckon_notifications_stored_total";

    @Override
    public String name() {
        return "large-mention";
    }

    @Override
    public String operation() {
        return "one mention of many";
    }

    @Override
    public String unit() {
        return "recipients, 1,000 of them online";
    }

    @Override
    public List<Integer> sizes() {
        return List.of(6_000, 25_000, 100_000);
    }

    @Override
    public String target() {
        return "≤ 10 s for 100,000";
    }

    @Override
    public void run(Bench bench, int size) throws IOException, InterruptedException {
        InboxUsers.awaitAnswer(bench);
        String online = "on" + size + "-";
        List<String> recipients = IntStream.range(0, size)
                .mapToObj(i -> i % (size / ONLINE) == 0 ? online + i / (size / ONLINE) : "off" + size + "-" + i)
                .toList();
        try (LoadProcesses fleet = new LoadProcesses(bench.keys(), online, Math.ceilDiv(size, size / ONLINE), "");
                MentionPost team = new MentionPost(bench);
                ServiceMetrics service = new ServiceMetrics(bench.stack().notifications().getFirst())) {
            fleet.connect(bench.gateway().url().getPort(), "notifications:%s", JOINS_PER_SECOND);
            for (int run = 0; run <= bench.runs(); run++) {
                List<Figure> figures = measure(bench, fleet, team, service, recipients);
                if (run > 0) { // the first run only warms up
                    bench.record(size, figures);
                }
            }
        }
    }

    private static List<Figure> measure(Bench bench, LoadProcesses fleet, MentionPost team, ServiceMetrics service,
            List<String> recipients) throws IOException, InterruptedException {
        double before = service.read(STORED);
        CpuMeter cpu = bench.meter(fleet.pids());
        long start = System.nanoTime();
        team.post(recipients, start);
        double accepted = seconds(start);
        service.await(STORED, before + recipients.size());
        double stored = seconds(start);
        LoadAnswer received = fleet.awaitEvents(recipients.stream().filter(name -> name.startsWith("on")).count(), QUIET);
        List<Figure> figures = new ArrayList<>(List.of(
                new Figure("stored", stored, "s"),
                new Figure("last client reached", received.micros().getMaxValue() / 1e6, "s"),
                new Figure("accepted", accepted, "s"),
                new Figure("rate", recipients.size() / stored, "/s")));
        figures.addAll(PathFigures.cpu(cpu.spent(), recipients.size()));
        return figures;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
