package dev.beckon.verify.stack;

import dev.beckon.contracts.InboxState;
import dev.beckon.testservers.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Reads all PostgreSQL servers directly, without any service. */
public final class TruthReader {

    private final List<PostgresServer> servers;

    public TruthReader(List<PostgresServer> servers) {
        this.servers = List.copyOf(servers);
    }

    /** A stored notification. */
    public record Row(String user, long seq, long rev, UUID id, UUID mention, String excerpt, boolean readItself,
            boolean archived) {}

    public List<Row> rows() throws SQLException {
        List<Row> found = new ArrayList<>();
        query("""
                SELECT recipient_id, seq, rev, id, mention_id, excerpt, read_at IS NOT NULL, archived_at IS NOT NULL
                FROM notification ORDER BY recipient_id, seq
                """, row -> found.add(new Row(row.getString(1), row.getLong(2), row.getLong(3), (UUID) row.getObject(4),
                (UUID) row.getObject(5), row.getString(6), row.getBoolean(7), row.getBoolean(8))));
        return found;
    }

    /** Inboxes by user. */
    public Map<String, InboxState> inboxes() throws SQLException {
        Map<String, InboxState> found = new LinkedHashMap<>();
        query("""
                SELECT i.recipient_id, i.unread, i.unseen, i.seq, i.rev, l.epoch, i.read_up_to
                FROM inbox i JOIN lane l ON l.number = lane_of(i.recipient_id) ORDER BY i.recipient_id
                """, row -> found.put(row.getString(1), new InboxState(row.getInt(2), row.getInt(3), row.getLong(4),
                row.getLong(5), (UUID) row.getObject(6), row.getLong(7))));
        return found;
    }

    /** The texts of all mentions in one user's inbox. */
    public Set<String> recipientsOf(String excerpt) throws SQLException {
        Set<String> users = new HashSet<>();
        query("SELECT recipient_id FROM notification WHERE excerpt = '" + excerpt + "'", row -> users.add(row.getString(1)));
        return users;
    }

    private interface Reader {
        void read(ResultSet row) throws SQLException;
    }

    private void query(String sql, Reader reader) throws SQLException {
        for (PostgresServer server : servers) {
            query(server, sql, reader);
        }
    }

    private static void query(PostgresServer postgres, String sql, Reader reader) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }
}
