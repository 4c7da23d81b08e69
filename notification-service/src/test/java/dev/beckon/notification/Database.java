package dev.beckon.notification;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Looks at PostgreSQL directly, over a connection of its own. */
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
        try (Connection connection = connect();
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

    /** What breaks the promises of the inbox, for users whose names begin so; empty if nothing does. */
    public static List<String> brokenInboxes(String userPrefix) {
        return rows("""
                SELECT * FROM (
                    SELECT i.recipient_id, i.unread, i.unseen, i.seq, i.rev, i.read_up_to, count(n.id) AS rows,
                           count(n.id) FILTER (WHERE n.read_at IS NULL AND n.seq > i.read_up_to AND n.archived_at IS NULL)
                               AS really_unread,
                           coalesce(max(n.seq), 0) AS max_seq, coalesce(max(n.rev), 0) AS max_rev
                    FROM inbox i LEFT JOIN notification n ON n.recipient_id = i.recipient_id
                    WHERE starts_with(i.recipient_id, '%s') GROUP BY i.recipient_id) i
                WHERE NOT (unread = really_unread AND 0 <= unseen AND unseen <= unread AND seq = max_seq AND seq = rows
                    AND rev >= seq AND max_rev <= rev AND read_up_to <= seq)
                """.formatted(userPrefix));
    }

    /** Nobody else reads or writes the table until this is closed: a database that does not answer. */
    public static Lock lock(String table) {
        try {
            Connection connection = connect();
            connection.setAutoCommit(false);
            connection.createStatement().execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
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
        return DriverManager.getConnection(
                Servers.postgres.jdbcUrl(), Servers.postgres.username(), Servers.postgres.password());
    }
}
