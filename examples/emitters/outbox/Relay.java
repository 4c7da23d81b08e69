import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
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
 * Posts what waits in the table mention_outbox, then looks again every 200 ms; with {@code --once} it ends when nothing waits.
 * Any number may run: each takes rows that no other has. {@code java -cp postgresql.jar Relay.java}. Java 17.
 */
public class Relay {

    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

    private static final long NOTHING_WAITS = 200;

    record Row(UUID id, String body) {}

    /** @param waitSeconds until it is worth while to try again; 0: Beckon has it, or never will. @param refusal why it never will */
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
                Thread.sleep(waitMillis); // never with a transaction open
            }
        }
    }

    /**
     * One transaction, which ends at the first row that Beckon does not take now: an outage may last for hours, and a transaction
     * of hours keeps locks and stops VACUUM. If it breaks anywhere its rows are there again, and posting them again with their
     * keys is harmless.
     *
     * @return milliseconds until the next
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
        try (PreparedStatement query = database.prepareStatement("SELECT id, body FROM mention_outbox WHERE refused IS NULL"
                        + " ORDER BY created_at LIMIT 50 FOR UPDATE SKIP LOCKED");
                ResultSet found = query.executeQuery()) {
            while (found.next()) {
                rows.add(new Row(found.getObject("id", UUID.class), found.getString("body")));
            }
        }
        return rows;
    }

    /** Once. Whatever is not 202 is said on standard error: a relay that fails in silence is found by the users. */
    static Outcome post(Row row) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(System.getenv("BECKON_URL") + "/mentions"))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + System.getenv("BECKON_TOKEN")) // fetch a fresh one before it expires
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", row.id().toString())
                .POST(BodyPublishers.ofString(row.body()))
                .build();
        try {
            HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
            int status = response.statusCode();
            if (status == 202) {
                return new Outcome(0, null);
            }
            System.err.println("Beckon answered %d to row %s: %s".formatted(status, row.id(), response.body()));
            return switch (status) {
                case 400, 413, 422 -> new Outcome(0, response.body()); // what the row holds is at fault; all else may be better later
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
