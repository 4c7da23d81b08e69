package dev.beckon.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.benchmarks.measure.Figure;
import dev.beckon.benchmarks.measure.ProcessStat;
import dev.beckon.testservers.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What an owner does with one inbox of very many notifications: each call takes the time of the rows that it shows or changes. */
final class InboxBenchmark implements Benchmark {

    private static final int WARM_UP = 300;
    private static final int CALLS = 200;
    private static final int OK = 200;

    /** Kinds, threads and sources as a product has them: one in ten is a reply, and a thread or source has some hundred at most. */
    private static final List<String> FILL = List.of("""
            INSERT INTO mention (id, lane, occurred_at, actor, source, excerpt)
            SELECT md5(u || ' ' || i)::uuid, -1, now(), '{"id": "grace", "name": "Grace Hopper"}',
                   jsonb_build_object('type', 'comment', 'id', 'c-' || i / 50, 'url', 'https://example.org/c/' || i, 'title', 'Roadmap'),
                   'Notification number ' || i
            FROM (SELECT ?::text AS u, ?::int AS size) s, generate_series(1, size) AS i
            """, """
            INSERT INTO notification (recipient_id, seq, rev, mention_id, kind, thread)
            SELECT u, i, i, md5(u || ' ' || i)::uuid, CASE WHEN i % 10 = 0 THEN 'reply' ELSE 'mention' END, 'thread ' || i / 100
            FROM (SELECT ?::text AS u, ?::int AS size) s, generate_series(1, size) AS i
            """, """
            INSERT INTO inbox (recipient_id, seq, rev, unread, unseen)
            SELECT u, size, size, size, size FROM (SELECT ?::text AS u, ?::int AS size) s
            """);

    private final ObjectMapper json = new ObjectMapper();

    @Override
    public String name() {
        return "inbox";
    }

    @Override
    public String operation() {
        return "the newest 20 of one inbox with all its counts";
    }

    @Override
    public String unit() {
        return "notifications in it";
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1_000, 30_000, 1_000_000);
    }

    @Override
    public void run(Bench bench, int size) throws IOException, InterruptedException, SQLException {
        InboxUsers.awaitAnswer(bench);
        try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int run = 0; run < bench.runs(); run++) {
                String user = "owner-" + size + "-" + run;
                fill(bench.stack().postgresOf(user), user, size);
                bench.record(size, measure(new Owner(http, bench, user), bench, size));
            }
        }
    }

    private static void fill(PostgresServer server, String user, int size) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.username(), server.password())) {
            for (String sql : FILL) {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    statement.setString(1, user);
                    statement.setInt(2, size);
                    statement.executeUpdate();
                }
            }
            try (var statement = connection.createStatement()) {
                statement.execute("VACUUM (ANALYZE)");
            }
        }
    }

    private List<Figure> measure(Owner owner, Bench bench, int size) throws IOException, InterruptedException {
        Map<String, String> reads = new LinkedHashMap<>();
        reads.put("open", "/changes");
        reads.put("unread", "/notifications?unread=true");
        reads.put("kind", "/notifications?kind=reply");
        reads.put("thread", "/notifications?thread=thread%203");
        reads.put("source", "/notifications?source_type=comment&source_id=c-7");
        reads.put("middle", "/notifications?before=" + size / 2);
        List<Figure> figures = new ArrayList<>();
        for (Map.Entry<String, String> read : reads.entrySet()) {
            figures.add(Figure.percentile(read.getKey() + " p50", owner.repeat(read.getValue()), 50));
        }
        figures.add(new Figure("mark all read", owner.change("/read-all", "{}").micros() / 1_000.0, "ms"));
        figures.add(Figure.percentile("open when all is read p50", owner.repeat("/changes"), 50));
        Histogram steps = new Histogram(3);
        boolean more = true;
        for (int i = 0; i < CALLS && more; i++) {
            Answer step = owner.change("/archive-read", null);
            steps.recordValue(step.micros());
            more = step.body().path("more").asBoolean();
        }
        figures.add(Figure.percentile("archive 500 read p50", steps, 50));
        figures.add(Figure.percentile("archived p50", owner.repeat("/notifications?archived=true"), 50));
        figures.add(new Figure("notification-service", ProcessStat.residentBytes(bench.stack().process("notification-1").pid())
                / 1_048_576.0,
                "MB"));
        return figures;
    }

    private record Answer(long micros, JsonNode body) {}

    /** The calls of one user. */
    private final class Owner {

        private final HttpClient http;
        private final URI inbox;
        private final String authorization;

        Owner(HttpClient http, Bench bench, String user) {
            this.http = http;
            this.inbox = bench.stack().notifications().getFirst().resolve("/inbox/" + user);
            this.authorization = "Bearer " + bench.stack().token(user);
        }

        Histogram repeat(String path) throws IOException, InterruptedException {
            Histogram micros = new Histogram(3);
            for (int i = 0; i < WARM_UP + CALLS; i++) {
                Answer answer = call(request(path).build());
                if (i >= WARM_UP) {
                    micros.recordValue(answer.micros());
                }
            }
            return micros;
        }

        Answer change(String path, @Nullable String body) throws IOException, InterruptedException {
            HttpRequest.Builder request = request(path);
            return call(body == null
                    ? request.POST(HttpRequest.BodyPublishers.noBody()).build()
                    : request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)).build());
        }

        private HttpRequest.Builder request(String path) {
            return HttpRequest.newBuilder(URI.create(inbox + path)).header("Authorization", authorization);
        }

        private Answer call(HttpRequest request) throws IOException, InterruptedException {
            long start = System.nanoTime();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            long micros = (System.nanoTime() - start) / 1_000;
            if (answer.statusCode() != OK) {
                throw new IOException("%s was answered %d: %s".formatted(request.uri(), answer.statusCode(), answer.body()));
            }
            return new Answer(micros, json.readTree(answer.body()));
        }
    }
}
