package dev.beckon.benchmarks;

import dev.beckon.benchmarks.load.MentionLists;
import dev.beckon.benchmarks.measure.Figure;
import dev.beckon.testservers.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Ingest as fast as it goes, without anything to remove and then while retention removes very many old notifications. */
final class RetentionBenchmark implements Benchmark {

    private static final Duration WARM_UP = Duration.ofMinutes(3);
    private static final int WARM_UP_PER_SECOND = 8_000;

    /** More than the system can store. */
    private static final int POSTED_PER_SECOND = 20_000;

    private static final int IN_EACH_INBOX = 100;
    private static final String REMOVED = "beckon_notifications_removed_total";

    /** One mention for ten users. */
    private static final List<String> FILL = List.of("""
            INSERT INTO mention (id, lane, occurred_at, actor, source, excerpt)
            SELECT DISTINCT md5('old ' || i / 10)::uuid, -1, now() - interval '60 days',
                   '{"id": "grace", "name": "Grace Hopper"}'::jsonb,
                   '{"type": "comment", "id": "c-7", "url": "https://example.org/c/7", "title": "Roadmap"}'::jsonb, 'An old notification'
            FROM generate_series(0, %1$d - 1) AS i
            """, """
            INSERT INTO notification (recipient_id, seq, rev, mention_id, created_at)
            SELECT 'old-' || i %% %2$d, 1 + i / %2$d, 1 + i / %2$d, md5('old ' || i / 10)::uuid, now() - interval '60 days'
            FROM generate_series(0, %1$d - 1) AS i
            """, """
            INSERT INTO inbox (recipient_id, seq, rev, unread, unseen)
            SELECT 'old-' || i, %3$d, %3$d, %3$d, %3$d FROM generate_series(0, %2$d - 1) AS i
            """, "UPDATE retention_walk SET ended = false, passed = ''", "ANALYZE");

    @Override
    public String name() {
        return "retention";
    }

    @Override
    public String operation() {
        return "notifications stored while retention removes others";
    }

    @Override
    public String unit() {
        return "to remove";
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1_000_000, 10_000_000);
    }

    @Override
    public String target() {
        return "≥ 90 % of without";
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("NOTIFICATION_RETENTION_AGE", "30d");
    }

    @Override
    public void run(Bench bench, int size) throws IOException, InterruptedException, SQLException {
        InboxUsers.awaitAnswer(bench);
        try (WholePath path = new WholePath(bench, new MentionLists("r" + size + "-", 1_000, 20, 5));
                ServiceMetrics service = new ServiceMetrics(bench.stack().notifications().getFirst())) {
            path.warmUp(null, WARM_UP_PER_SECOND, WARM_UP);
            WholePath.Run without = path.run(POSTED_PER_SECOND, bench.seconds());
            fill(bench.stack().postgres(), size);
            service.await(REMOVED, 1);
            for (int run = 0; run < bench.runs(); run++) {
                double before = service.read(REMOVED);
                WholePath.Run with = path.run(POSTED_PER_SECOND, bench.seconds());
                double removed = service.read(REMOVED) - before;
                List<Figure> figures = new ArrayList<>(List.of(
                        new Figure("rate", rate(with), "/s"), new Figure("without", rate(without), "/s"),
                        new Figure("removed", removed / with.seconds(), "/s")));
                figures.addAll(PathFigures.cpu(with.cpu(), with.received().count()));
                bench.record(size, figures);
            }
        }
    }

    private static double rate(WholePath.Run run) {
        return run.received().count() / run.seconds();
    }

    private static void fill(PostgresServer server, int size) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.username(), server.password());
                var statement = connection.createStatement()) {
            for (String sql : FILL) {
                statement.execute(String.format(Locale.ROOT, sql, size, size / IN_EACH_INBOX, IN_EACH_INBOX));
            }
        }
    }
}
