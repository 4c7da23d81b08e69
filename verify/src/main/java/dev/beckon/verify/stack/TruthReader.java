package dev.beckon.verify.stack;

import dev.beckon.contracts.InboxState;
import dev.beckon.localstack.servers.PostgresServer;
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

/** What PostgreSQL holds, past all services. */
public final class TruthReader {

    private final PostgresServer postgres;

    public TruthReader(PostgresServer postgres) {
        this.postgres = postgres;
    }

    /** A notification as it is stored. */
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

    /** By user. */
    public Map<String, InboxState> inboxes() throws SQLException {
        Map<String, InboxState> found = new LinkedHashMap<>();
        query("""
                SELECT i.recipient_id, i.unread, i.unseen, i.seq, i.rev, e.epoch, i.read_up_to
                FROM inbox i CROSS JOIN database_epoch e ORDER BY i.recipient_id
                """, row -> found.put(row.getString(1), new InboxState(row.getInt(2), row.getInt(3), row.getLong(4),
                row.getLong(5), (UUID) row.getObject(6), row.getLong(7))));
        return found;
    }

    /** Mentions of one user, by their texts. */
    public Set<String> mentionsOf(String user) throws SQLException {
        Set<String> texts = new HashSet<>();
        query("SELECT excerpt FROM notification WHERE recipient_id = '" + user + "'", row -> texts.add(row.getString(1)));
        return texts;
    }

    private interface Reader {
        void read(ResultSet row) throws SQLException;
    }

    private void query(String sql, Reader reader) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }
}
