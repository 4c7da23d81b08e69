package dev.beckon.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PostgresUserIT {

    @TempDir
    Path directory;

    static Stream<PostgresUser> waysOfRoot() {
        return Stream.of(PostgresUser.OWN_NAMESPACE, PostgresUser.NOBODY).filter(PostgresUser::works);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("waysOfRoot")
    void root_can_run_postgresql_as_another_user_on_a_folder_of_its_own(PostgresUser user) throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")));

        try (PostgresServer server = PostgresServer.start(directory, user);
                Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.username(), server.password())) {
            assertThat(connection.isValid(1)).isTrue();
        }
    }
}
