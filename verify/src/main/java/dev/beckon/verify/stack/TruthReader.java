package dev.beckon.verify.stack;

import dev.beckon.contracts.InboxState;
import dev.beckon.testservers.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads all PostgreSQL servers directly, without any service. */
public final class TruthReader {

    /** The text that a notification shows: that of its lane's revision, or the one that all lanes of the server share. */
    private static final String SHOWN = """
            LEFT JOIN LATERAL (SELECT * FROM mention WHERE id = n.mention_id AND lane IN (-1, lane_of(n.recipient_id))
                               ORDER BY lane DESC LIMIT 1) m ON
            """;

    private final List<PostgresServer> servers;

    public TruthReader(List<PostgresServer> servers) {
        this.servers = List.copyOf(servers);
    }

    /**
     * A stored notification.
     *
     * @param excerpt {@code null}: it was taken back
     */
    public record Row(String user, long seq, long rev, UUID id, UUID mention, @Nullable String excerpt, @Nullable String source,
            boolean readItself, boolean archived, boolean markedUnread, boolean retracted) {}

    /** @param seenUpTo {@code null}: not known */
    public record Inbox(InboxState state, @Nullable Long seenUpTo) {}

    public List<Row> rows() throws SQLException {
        List<Row> found = new ArrayList<>();
        query("""
                SELECT n.recipient_id, n.seq, n.rev, n.id, n.mention_id, m.excerpt, m.source ->> 'id',
                       n.read_at IS NOT NULL, n.archived_at IS NOT NULL, n.unread_at IS NOT NULL, n.retracted_at IS NOT NULL
                FROM notification n %s n.retracted_at IS NULL
                ORDER BY n.recipient_id, n.seq
                """.formatted(SHOWN), row -> found.add(new Row(row.getString(1), row.getLong(2), row.getLong(3), (UUID) row.getObject(4),
                (UUID) row.getObject(5), row.getString(6), row.getString(7), row.getBoolean(8), row.getBoolean(9), row.getBoolean(10),
                row.getBoolean(11))));
        return found;
    }

    /** Inboxes by user. */
    public Map<String, Inbox> inboxes() throws SQLException {
        Map<String, Inbox> found = new LinkedHashMap<>();
        query("""
                SELECT i.recipient_id, i.unread, i.unseen, i.seq, i.rev, l.epoch, i.read_up_to, i.seen_up_to
                FROM inbox i JOIN lane l ON l.number = lane_of(i.recipient_id) ORDER BY i.recipient_id
                """, row -> found.put(row.getString(1), new Inbox(new InboxState(row.getInt(2), row.getInt(3), row.getLong(4),
                row.getLong(5), (UUID) row.getObject(6), row.getLong(7)), (Long) row.getObject(8))));
        return found;
    }

    /**
     * Each user's entries in the list by thread.
     *
     * @return by user and by thread, or by id without one: seq and revision of the newest notification, how many there are, how many unread
     */
    public Map<String, Map<String, List<Long>>> groups() throws SQLException {
        Map<String, Map<String, List<Long>>> found = new HashMap<>();
        query("""
                SELECT n.recipient_id, coalesce(n.thread, n.id::text), max(n.seq), (array_agg(n.rev ORDER BY n.seq DESC))[1], count(*),
                       count(*) FILTER (WHERE n.read_at IS NULL AND (n.seq > i.read_up_to OR n.unread_at IS NOT NULL))
                FROM notification n JOIN inbox i ON i.recipient_id = n.recipient_id
                WHERE n.archived_at IS NULL AND n.retracted_at IS NULL GROUP BY 1, 2
                """, row -> found.computeIfAbsent(row.getString(1), _ -> new HashMap<>()).put(row.getString(2),
                List.of(row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6))));
        return found;
    }

    /** The users who have a notification with this text. */
    public Set<String> recipientsOf(String excerpt) throws SQLException {
        Set<String> users = new HashSet<>();
        query("""
                SELECT n.recipient_id FROM notification n %s true WHERE m.excerpt = '%s'""".formatted(SHOWN, excerpt), row -> users.add(row
                .getString(1)));
        return users;
    }

    /** How many mentions, in how many lanes, are still there and expire. */
    public int expiring() throws SQLException {
        List<Integer> counts = new ArrayList<>();
        query("SELECT count(*) FROM mention WHERE expires_at IS NOT NULL AND retracted_at IS NULL", row -> counts.add(row.getInt(1)));
        return counts.stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * Looks through every column of every table.
     *
     * @return by name of the table, what matches {@code pattern} in it
     */
    public Map<String, Set<String>> find(Pattern pattern) throws SQLException {
        Set<String> tables = new TreeSet<>();
        query("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()", row -> tables.add(row.getString(1)));
        Map<String, Set<String>> found = new LinkedHashMap<>();
        for (String table : tables) {
            Set<String> matches = found.computeIfAbsent(table, _ -> new HashSet<>());
            query("SELECT t::text FROM \"" + table + "\" t",
                    row -> pattern.matcher(row.getString(1)).results().map(MatchResult::group).forEach(matches::add));
        }
        return found;
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
