package dev.beckon.notification;

import dev.beckon.contracts.Lane;
import dev.beckon.testservers.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Reads PostgreSQL directly, over a connection of its own. */
public final class Database {

    private Database() {}

    public static void execute(String sql) {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Rows as texts, their columns separated by a space. */
    public static List<String> rows(String sql) {
        return rows(Servers.postgres, sql);
    }

    public static List<String> rows(PostgresServer server, String sql) {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    columns.add(Objects.toString(result.getObject(i)));
                }
                rows.add(String.join(" ", columns));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public static long count(String sql) {
        return Long.parseLong(rows(sql).getFirst());
    }

    public static UUID epochOf(String user) {
        return UUID.fromString(rows("SELECT epoch FROM lane WHERE number = " + Lane.of(user).number()).getFirst());
    }

    /** Notifications that are shown to users with this prefix, but have no text. */
    public static List<String> withoutText(String userPrefix) {
        return rows("""
                SELECT n.recipient_id, n.seq FROM notification n LEFT JOIN LATERAL (
                    SELECT * FROM mention WHERE id = n.mention_id AND lane IN (-1, lane_of(n.recipient_id)) ORDER BY lane DESC LIMIT 1) m ON true
                WHERE starts_with(n.recipient_id, '%s') AND n.retracted_at IS NULL AND coalesce(m.excerpt, n.excerpt) IS NULL
                """.formatted(userPrefix));
    }

    /** Inboxes of users with this prefix whose counts, seq or rev contradict their rows; empty if all are consistent. */
    public static List<String> brokenInboxes(String userPrefix) {
        return brokenInboxes(Servers.postgres, userPrefix);
    }

    public static List<String> brokenInboxes(PostgresServer server, String userPrefix) {
        return rows(server, """
                SELECT * FROM (
                    SELECT i.recipient_id, i.unread, i.unseen, i.seq, i.rev, i.read_up_to, i.forgotten_rev, count(n.id) AS rows,
                           count(n.id) FILTER (WHERE n.read_at IS NULL AND (n.seq > i.read_up_to OR n.unread_at IS NOT NULL)
                               AND n.archived_at IS NULL AND n.retracted_at IS NULL) AS really_unread,
                           count(n.id) FILTER (WHERE n.read_at IS NULL AND (n.seq > i.read_up_to OR n.unread_at IS NOT NULL)
                               AND n.archived_at IS NULL AND n.retracted_at IS NULL AND n.seq > i.seen_up_to) AS really_unseen,
                           i.seen_up_to,
                           coalesce(max(n.seq), 0) AS max_seq, coalesce(max(n.rev), 0) AS max_rev
                    FROM inbox i LEFT JOIN notification n ON n.recipient_id = i.recipient_id
                    WHERE starts_with(i.recipient_id, '%s') GROUP BY i.recipient_id) i
                WHERE NOT (unread = really_unread AND 0 <= unseen AND unseen <= unread
                    AND unseen = CASE WHEN seen_up_to IS NULL THEN unseen ELSE really_unseen END
                    AND (seq = max_seq OR forgotten_rev > 0 AND seq > max_seq) AND seq >= rows AND forgotten_rev <= rev
                    AND rev >= seq AND max_rev <= rev AND read_up_to <= seq)
                """.formatted(userPrefix));
    }

    /** Blocks all other reads and writes of the table until closed, like a database that does not answer. */
    public static Lock lock(String table) {
        return lockBy("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
    }

    /** Locks the user's inbox, which exists, until closed. */
    public static Lock lockInbox(String user) {
        return lockBy("SELECT FROM inbox WHERE recipient_id = '%s' FOR UPDATE".formatted(user));
    }

    /** Holds the locks of a statement until closed. */
    public static Lock lockBy(String statement) {
        try {
            Connection connection = connect();
            connection.setAutoCommit(false);
            connection.createStatement().execute(statement);
            return () -> {
                connection.rollback();
                connection.close();
            };
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public interface Lock extends AutoCloseable {

        @Override
        void close() throws SQLException;
    }

    private static Connection connect() throws SQLException {
        return connect(Servers.postgres);
    }

    private static Connection connect(PostgresServer server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), server.username(), server.password());
    }
}
