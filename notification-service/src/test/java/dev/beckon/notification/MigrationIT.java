package dev.beckon.notification;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnServers
class MigrationIT {

    @Inject
    Flyway flyway;

    @Inject
    DataSource database;

    @AfterEach
    void forgetTheFuture() throws SQLException {
        execute("DELETE FROM flyway_schema_history WHERE version = '1000'");
    }

    @Test
    void a_version_that_is_rolled_back_to_starts_on_the_newer_database() throws SQLException {
        execute("""
                INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, installed_by, execution_time, success)
                VALUES (1000, '1000', 'of the next release', 'SQL', 'V1000__of_the_next_release.sql', 'beckon', 1, true)
                """);

        assertThat(flyway.migrate().migrationsExecuted).isZero();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
