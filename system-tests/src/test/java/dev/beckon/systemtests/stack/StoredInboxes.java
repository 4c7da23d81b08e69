package dev.beckon.systemtests.stack;

import dev.beckon.testservers.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** An operator's queries of the database. */
public final class StoredInboxes {

    private final PostgresServer server;

    StoredInboxes(PostgresServer server) {
        this.server = server;
    }

    /** @return the single number that {@code query} selects */
    public long count(String query, Object... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = prepare(connection, query, parameters);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(query, e);
        }
    }

    /** The tables of which a row contains {@code text} in any column. */
    public List<String> tablesWith(String text) {
        String tables = "SELECT string_agg(format('%I', tablename), ' ') FROM pg_tables WHERE schemaname = current_schema()";
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(tables);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return Stream.of(row.getString(1).split(" "))
                    .filter(table -> count("SELECT count(*) FROM %1$s WHERE position(? in %1$s::text) > 0".formatted(table), text) > 0)
                    .toList();
        } catch (SQLException e) {
            throw new AssertionError(tables, e);
        }
    }

    public void execute(String change, Object... parameters) {
        try (Connection connection = connect(); PreparedStatement statement = prepare(connection, change, parameters)) {
            statement.execute();
        } catch (SQLException e) {
            throw new AssertionError(change, e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), server.username(), server.password());
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
