package dev.beckon.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PostgresServerIT {

    @TempDir
    Path directory;

    @Test
    void an_outage_refuses_connections_and_keeps_port_and_data() throws SQLException {
        try (PostgresServer server = PostgresServer.start(directory)) {
            execute(server, "create table kept (word text)", "insert into kept values ('beckon')");
            String url = server.jdbcUrl();

            server.stop();

            assertThatThrownBy(() -> connect(server)).isInstanceOf(SQLException.class);

            server.start();

            assertThat(server.jdbcUrl()).isEqualTo(url);
            assertThat(query(server, "select word from kept")).isEqualTo("beckon");
        }
    }

    @Test
    void another_start_on_the_same_directory_finds_the_data() throws SQLException {
        try (PostgresServer first = PostgresServer.start(directory)) {
            execute(first, "create table kept (word text)", "insert into kept values ('beckon')");
        }

        try (PostgresServer second = PostgresServer.start(directory)) {
            assertThat(query(second, "select word from kept")).isEqualTo("beckon");
        }
    }

    @Test
    void what_is_committed_is_on_the_disk_and_many_may_connect() throws SQLException {
        try (PostgresServer server = PostgresServer.start(directory)) {
            assertThat(query(server, "show fsync")).isEqualTo("on");
            assertThat(query(server, "show max_connections")).isEqualTo("300");
            assertThat(query(server, "select rolsuper::text from pg_roles where rolname = current_user"))
                    .isEqualTo("false");
        }
    }

    @Test
    void nothing_runs_after_close() {
        PostgresServer server = PostgresServer.start(directory);
        ProcessHandle process = server.process().find().orElseThrow();

        server.close();

        assertThat(process.isAlive()).isFalse();
    }

    private static Connection connect(PostgresServer server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), server.username(), server.password());
    }

    private static void execute(PostgresServer server, String... statements) throws SQLException {
        try (Connection connection = connect(server); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String query(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
