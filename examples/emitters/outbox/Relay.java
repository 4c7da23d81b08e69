import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Posts the rows of the table mention_outbox and polls it every 200 ms; with {@code --once} it ends when no row waits. Any
 * number of relays may run: each takes rows that no other has locked. {@code java -cp postgresql.jar Relay.java}. Java 17.
 */
public class Relay {

    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

    private static final long NOTHING_WAITS = 200;

    /** @param revision null: a post; @param body null: a retraction */
    record Row(UUID id, String key, Long revision, String body) {}

    /** @param waitSeconds until the next attempt; 0: Beckon has the row, or refused it for good. @param refusal reason for that */
    record Outcome(long waitSeconds, String refusal) {}

    public static void main(String[] args) throws Exception {
        boolean once = args.length > 0 && args[0].equals("--once");
        try (Connection database = DriverManager.getConnection(System.getenv("OUTBOX_URL"))) {
            database.setAutoCommit(false);
            while (true) {
                long waitMillis = relay(database);
                if (waitMillis == NOTHING_WAITS && once) {
                    return;
                }
                Thread.sleep(waitMillis); // no transaction is open here
            }
        }
    }

    /**
     * Runs one transaction, which ends at the first row that Beckon does not accept now: an outage may last for hours, and a
     * transaction of hours holds locks and blocks VACUUM. If it fails, PostgreSQL restores its rows, and posting them again with
     * their keys is harmless.
     *
     * @return milliseconds until the next transaction
     */
    static long relay(Connection database) throws SQLException, InterruptedException {
        List<Row> rows = take(database);
        long waitMillis = rows.isEmpty() ? NOTHING_WAITS : 0;
        for (Row row : rows) {
            Outcome outcome = post(row);
            if (outcome.waitSeconds() > 0) {
                waitMillis = outcome.waitSeconds() * 1000;
                break;
            }
            if (outcome.refusal() == null) {
                update(database, "DELETE FROM mention_outbox WHERE id = ?", row.id());
            } else {
                update(database, "UPDATE mention_outbox SET refused = ? WHERE id = ?", outcome.refusal(), row.id());
            }
        }
        database.commit();
        return waitMillis;
    }

    static List<Row> take(Connection database) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement query = database.prepareStatement("SELECT id, coalesce(key, id::text) AS key, revision,"
                        + " CASE WHEN revision IS NULL THEN body ELSE body || jsonb_build_object('revision', revision) END AS body"
                        + " FROM mention_outbox WHERE refused IS NULL ORDER BY created_at LIMIT 50 FOR UPDATE SKIP LOCKED");
                ResultSet found = query.executeQuery()) {
            while (found.next()) {
                rows.add(new Row(found.getObject("id", UUID.class), found.getString("key"), found.getObject("revision", Long.class),
                        found.getString("body")));
            }
        }
        return rows;
    }

    /** Revisions make the order of an edit and its post immaterial: relays need not keep it. */
    static HttpRequest.Builder call(Row row) {
        String mentions = System.getenv("BECKON_URL") + "/mentions";
        if (row.revision() == null) {
            return HttpRequest.newBuilder(URI.create(mentions)).header("Idempotency-Key", row.key())
                    .POST(BodyPublishers.ofString(row.body()));
        }
        String mention = mentions + "/" + URLEncoder.encode(row.key(), StandardCharsets.UTF_8); // keys have no spaces
        return row.body() == null
                ? HttpRequest.newBuilder(URI.create(mention + "?revision=" + row.revision())).DELETE()
                : HttpRequest.newBuilder(URI.create(mention)).PUT(BodyPublishers.ofString(row.body()));
    }

    /** Makes a row's call once. Prints every answer but 202 on standard error; else the users would be the first to notice a failing relay. */
    static Outcome post(Row row) throws InterruptedException {
        HttpRequest request = call(row)
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + System.getenv("BECKON_TOKEN")) // a real relay fetches a new one before it expires
                .header("Content-Type", "application/json")
                .build();
        try {
            HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
            int status = response.statusCode();
            if (status == 202) {
                return new Outcome(0, null);
            }
            System.err.println("Beckon answered %d to row %s: %s".formatted(status, row.id(), response.body()));
            return switch (status) {
                case 400, 413, 422 -> new Outcome(0, response.body()); // the row is at fault; other errors may pass
                case 401, 403 -> {
                    System.err.println("Nothing is relayed until BECKON_TOKEN is a valid token of role mentions:write.");
                    yield new Outcome(5, null);
                }
                default -> new Outcome(Math.max(1, response.headers().firstValueAsLong("Retry-After").orElse(5)), null);
            };
        } catch (IOException e) {
            System.err.println("Beckon cannot be reached: " + e);
            return new Outcome(2, null);
        }
    }

    static void update(Connection database, String sql, Object... values) throws SQLException {
        try (PreparedStatement update = database.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                update.setObject(i + 1, values[i]);
            }
            update.executeUpdate();
        }
    }
}
