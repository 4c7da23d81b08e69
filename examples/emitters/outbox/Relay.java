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

    record Row(UUID id, String body) {}

    public static void main(String[] args) throws Exception {
        boolean once = args.length > 0 && args[0].equals("--once");
        try (Connection database = DriverManager.getConnection(System.getenv("OUTBOX_URL"))) {
            database.setAutoCommit(false);
            while (true) {
                int rows = relay(database);
                if (rows == 0 && once) {
                    return;
                }
                Thread.sleep(rows == 0 ? 200 : 0);
            }
        }
    }

    /** One transaction. If it breaks anywhere its rows are there again, and posting them again with their keys is harmless. */
    static int relay(Connection database) throws SQLException, InterruptedException {
        List<Row> rows = take(database);
        for (Row row : rows) {
            String refusal = post(row);
            if (refusal == null) {
                update(database, "DELETE FROM mention_outbox WHERE id = ?", row.id());
            } else {
                update(database, "UPDATE mention_outbox SET refused = ? WHERE id = ?", refusal, row.id());
            }
        }
        database.commit();
        return rows.size();
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

    /** Until Beckon has it. @return {@code null}, or why it never will */
    static String post(Row row) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(System.getenv("BECKON_URL") + "/mentions"))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + System.getenv("BECKON_TOKEN")) // fetch a fresh one before it expires
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", row.id().toString())
                .POST(BodyPublishers.ofString(row.body()))
                .build();
        while (true) {
            long waitSeconds = 2;
            try {
                HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
                switch (response.statusCode()) {
                    case 202 -> {
                        return null;
                    }
                    case 400, 413, 422 -> { // what the row holds is at fault; everything else may be better later
                        return response.body();
                    }
                    default -> waitSeconds = response.headers().firstValueAsLong("Retry-After").orElse(5);
                }
            } catch (IOException e) {
                System.err.println("Beckon cannot be reached: " + e.getMessage());
            }
            Thread.sleep(waitSeconds * 1000);
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
