package dev.beckon.operator.lane;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;
import org.postgresql.ds.PGSimpleDataSource;

/** One lane on one PostgreSQL server: its place, its rows, and the transactions that may still write them. */
final class LaneServer implements AutoCloseable {

    /** The lane of texts that all lanes of a server share. */
    static final int ALL_LANES = -1;

    private static final Pattern URL = Pattern.compile("postgresql://([^:/?]+|\\[[^]]+])(:[0-9]+)?/([^?]+)(\\?.*)?");

    private final Connection connection;
    /** {@code host:port/database}, as notification-service names it. */
    private final String name;
    private final int lane;

    private LaneServer(Connection connection, String name, int lane) {
        this.connection = connection;
        this.name = name;
        this.lane = lane;
    }

    static LaneServer open(String url, String user, @Nullable String password, int lane) throws SQLException {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new LaneException("A server is given as postgresql://host:port/database, as in notification.shards.");
        }
        String port = Objects.requireNonNullElse(parts.group(2), ":5432");
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl("jdbc:" + url);
        database.setUser(user);
        if (password != null) {
            database.setPassword(password);
        }
        database.setTcpKeepAlive(true);
        LaneServer server = new LaneServer(database.getConnection(), parts.group(1) + port + "/" + parts.group(3), lane);
        server.requireSight();
        return server;
    }

    /** Another user's transactions would be invisible, and a write of theirs lost. */
    private void requireSight() throws SQLException {
        if (number("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename IS NOT NULL"
                + " AND query = '<insufficient privilege>'") > 0) {
            throw new LaneException("On %s other users are connected, whose transactions this one cannot see. Use the user of"
                    .formatted(this) + " notification-service, or grant it pg_read_all_stats.");
        }
    }

    /** The server that holds the lane, as this one knows; {@code null}: this one. */
    @Nullable
    String movedTo() throws SQLException {
        return text("SELECT moved_to FROM lane WHERE number = " + lane);
    }

    UUID epoch() throws SQLException {
        return UUID.fromString(Objects.requireNonNull(text("SELECT epoch FROM lane WHERE number = " + lane)));
    }

    boolean hasInboxes() throws SQLException {
        return number("SELECT count(*) FROM (SELECT FROM inbox WHERE " + ours("inbox") + " LIMIT 1) one") > 0;
    }

    /** The server's time so long ago. */
    String clock(Duration ago) throws SQLException {
        return Objects.requireNonNull(text("SELECT (clock_timestamp() - interval '" + ago.toSeconds() + " seconds')::text"));
    }

    /** From now on no transaction that begins here writes or reads the lane. */
    void leave(LaneServer other) throws SQLException {
        place(epoch(), other.name);
    }

    /** From now on the lane is here. */
    void arrive(UUID epoch) throws SQLException {
        place(epoch, null);
    }

    private void place(UUID epoch, @Nullable String movedTo) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE lane SET epoch = ?, moved_to = ? WHERE number = ?")) {
            update.setObject(1, epoch);
            update.setString(2, movedTo);
            update.setInt(3, lane);
            update.executeUpdate();
        }
    }

    /** @return whether all transactions that had begun before this call have ended within the time */
    boolean awaitTransactions(Duration atMost) throws SQLException {
        String begun = text("SELECT clock_timestamp()::text");
        String running = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                + " AND backend_type = 'client backend' AND xact_start <= '" + begun + "'";
        for (long end = System.nanoTime() + atMost.toNanos(); number(running) > 0;) {
            if (System.nanoTime() > end) {
                return false;
            }
            execute("SELECT pg_sleep(0.005)");
        }
        return true;
    }

    long deleteCopy() throws SQLException {
        connection.setAutoCommit(false);
        execute("CREATE TEMP TABLE texts_left ON COMMIT DROP AS SELECT DISTINCT mention_id AS id FROM notification WHERE "
                + ours("notification"));
        long rows = execute("DELETE FROM notification WHERE " + ours("notification")) + execute("DELETE FROM mention WHERE " + ours(
                "mention"))
                + execute("DELETE FROM inbox_mark WHERE " + ours("inbox_mark")) + execute("DELETE FROM inbox WHERE " + ours("inbox"));
        // Locked by a statement before, so that the deletion sees the notifications that were added meanwhile.
        String shared = "lane = " + ALL_LANES + " AND id IN (SELECT id FROM texts_left)";
        execute("SELECT FROM mention WHERE " + shared + " ORDER BY id FOR UPDATE");
        rows += execute("DELETE FROM mention m WHERE " + shared
                + " AND NOT EXISTS (SELECT FROM notification n WHERE n.mention_id = m.id)");
        commit();
        return rows;
    }

    /** The condition for rows of the lane. */
    String ours(String table) {
        return table.equals("mention") ? "mention.lane = " + lane : "lane_of(" + table + ".recipient_id) = " + lane;
    }

    /** Names, so that the order of columns on two servers does not matter. */
    String columns(String table) throws SQLException {
        return Objects.requireNonNull(text("SELECT string_agg(quote_ident(attname), ', ' ORDER BY attname) FROM pg_attribute"
                + " WHERE attrelid = '" + table + "'::regclass AND attnum > 0 AND NOT attisdropped"));
    }

    /** Copies the result of a query here into a table there, in PostgreSQL's own format. */
    long copy(String query, LaneServer other, String tableAndColumns) throws SQLException {
        CopyOut out = connection.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY (" + query + ") TO STDOUT (FORMAT binary)");
        CopyIn in = other.connection.unwrap(PGConnection.class).getCopyAPI()
                .copyIn("COPY " + tableAndColumns + " FROM STDIN (FORMAT binary)");
        for (byte[] rows = out.readFromCopy(); rows != null; rows = out.readFromCopy()) {
            in.writeToCopy(rows, 0, rows.length);
        }
        return in.endCopy();
    }

    /** Everything until {@link #commit} sees one moment. */
    void begin() throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
    }

    void commit() throws SQLException {
        connection.commit();
        connection.setAutoCommit(true);
    }

    long execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(sql) ? 0 : statement.getLargeUpdateCount();
        }
    }

    private long number(String sql) throws SQLException {
        return Long.parseLong(Objects.requireNonNull(text(sql)));
    }

    private @Nullable String text(String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? result.getString(1) : null;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close(); // rolls back what is not committed
    }

    @Override
    public String toString() {
        return name;
    }
}
