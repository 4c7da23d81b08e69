package dev.beckon.emitter;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.emitter.OutboxRelay.Condition;
import dev.beckon.emitter.ScriptedServer.Request;
import dev.beckon.testservers.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Relays and a real PostgreSQL; what Beckon answers is scripted. */
class OutboxRelayIT {

    private static final String UUID_KEYS = "SELECT gen_random_uuid(), '{\"actor\": 1}'::jsonb FROM generate_series(1, %d)";

    @TempDir
    static Path folder;

    static PostgresServer postgres;

    final ScriptedServer server = new ScriptedServer();
    final PGSimpleDataSource database = new PGSimpleDataSource();
    final Emitter emitter = Emitter.to(server.address(), _ -> "token").patience(Duration.ZERO).build();

    @BeforeAll
    static void start() {
        postgres = PostgresServer.start(folder);
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @BeforeEach
    void create() throws Exception {
        database.setUrl(postgres.jdbcUrl());
        database.setUser(postgres.username());
        database.setPassword(postgres.password());
        execute("DROP TABLE IF EXISTS mention_outbox");
        execute(Files.readString(Path.of("../examples/emitters/outbox/outbox.sql")));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void rows_are_posted_edited_and_taken_back_in_their_order_and_deleted() throws Exception {
        UUID id = UUID.randomUUID();
        execute("INSERT INTO mention_outbox (id, body) VALUES (?, '{\"n\": 1}')", id);
        execute("INSERT INTO mention_outbox (key, body) VALUES ('a/b', '{\"n\": 2}')");
        execute("INSERT INTO mention_outbox (key, revision, body) VALUES ('a/b', 1, '{\"n\": 3}')");
        execute("INSERT INTO mention_outbox (key, revision) VALUES ('a/b', 2)");

        assertThat(relay().build().drain()).isEqualTo(4);

        assertThat(server.requests).extracting(Request::call).containsExactly("POST /mentions", "POST /mentions", "PUT /mentions/a%2Fb",
                "DELETE /mentions/a%2Fb?revision=2");
        assertThat(server.requests).extracting(Request::key).containsExactly(id.toString(), "a/b", null, null);
        assertThat(server.requests.get(2).body()).isEqualTo("{\"n\": 3, \"revision\": 1}");
        assertThat(waiting()).isZero();
    }

    @Test
    void a_row_that_is_at_fault_is_set_aside_and_the_next_one_is_posted() throws Exception {
        execute("INSERT INTO mention_outbox (body) VALUES ('{\"n\": 1}'), ('{\"n\": 2}')");
        execute("INSERT INTO mention_outbox (key, revision) VALUES ('..', 2)");
        server.then(400, "{\"type\":\"/problems/invalid-request\"}");
        OutboxRelay relay = relay().build();

        assertThat(relay.drain()).isEqualTo(3);

        assertThat(server.requests).hasSize(2);
        assertThat(count("SELECT count(*) FROM mention_outbox WHERE refused LIKE '%invalid-request%'")).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM mention_outbox WHERE refused LIKE '%no address%'")).isEqualTo(1);
        assertThat(relay.state().posted()).isEqualTo(1);
        assertThat(relay.state().refused()).isEqualTo(2);
    }

    @Test
    void no_transaction_is_open_and_no_lock_is_held_while_a_relay_waits_for_an_answer() throws Exception {
        execute("INSERT INTO mention_outbox (id, body) " + UUID_KEYS.formatted(2));
        server.then(503, Map.of("Retry-After", "3600"), "");
        OutboxRelay relay = relay().build();

        try (Running _ = new Running(relay)) {
            soon().until(() -> relay.state().condition() == Condition.BECKON_UNAVAILABLE);

            assertThat(count("SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'")).isZero();
            assertThat(count("SELECT count(*) FROM mention_outbox WHERE leased_until IS NOT NULL")).isZero();
            assertThat(relay.state().isHealthy()).isFalse();
        }
        assertThat(relay.state().condition()).isEqualTo(Condition.STOPPED);
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void a_refused_token_is_a_state_that_can_be_asked_for_and_rows_wait_until_it_is_valid() throws Exception {
        execute("INSERT INTO mention_outbox (id, body) " + UUID_KEYS.formatted(3));
        Stream.of(401, 401, 403, 401, 401).forEach(status -> server.then(status, ""));
        OutboxRelay relay = relay().build();

        try (Running _ = new Running(relay)) {
            soon().until(() -> relay.state().condition() == Condition.MISCONFIGURED);
            assertThat(relay.state().detail()).contains("answered with 40");
            soon().until(() -> relay.state().condition() == Condition.WORKING && waiting() == 0);

            assertThat(relay.state().posted()).isEqualTo(3);
            assertThat(count("SELECT count(*) FROM mention_outbox")).isZero();
        }
    }

    @Test
    void several_relays_post_each_row_once() throws Exception {
        execute("INSERT INTO mention_outbox (id, body) " + UUID_KEYS.formatted(200));
        List<OutboxRelay> relays = IntStream.range(0, 3).mapToObj(_ -> relay().batch(7).build()).toList();

        try (Running _ = new Running(relays.get(0)); Running _ = new Running(relays.get(1)); Running _ = new Running(relays.get(2))) {
            soon().until(() -> waiting() == 0);
        }

        assertThat(server.requests).extracting(Request::key).hasSize(200).doesNotHaveDuplicates();
        assertThat(relays).allSatisfy(relay -> assertThat(relay.state().posted()).isPositive());
    }

    @Test
    void the_rows_of_a_relay_that_died_are_taken_when_their_lease_ends() throws Exception {
        execute("INSERT INTO mention_outbox (id, body) " + UUID_KEYS.formatted(2));
        try (Connection connection = database.getConnection()) {
            assertThat(new OutboxTable("mention_outbox").lease(connection, 2, Duration.ofHours(1))).hasSize(2);
        }
        assertThat(relay().build().drain()).isZero();

        execute("UPDATE mention_outbox SET leased_until = now() - interval '1 s'");

        assertThat(relay().build().drain()).isEqualTo(2);
    }

    @Test
    void a_database_that_was_away_is_found_again() throws Exception {
        OutboxRelay relay = relay().build();
        try (Running _ = new Running(relay)) {
            soon().until(() -> relay.state().condition() == Condition.WORKING);
            postgres.stop();
            soon().until(() -> relay.state().condition() == Condition.DATABASE_UNAVAILABLE);
            postgres.start();
            execute("INSERT INTO mention_outbox (body) VALUES ('{}')");

            soon().until(() -> waiting() == 0);
        }
    }

    /** A relay in a thread of its own, until the test has seen enough. */
    private record Running(OutboxRelay relay, Thread thread) implements AutoCloseable {

        Running(OutboxRelay relay) {
            this(relay, Thread.ofPlatform().start(relay));
        }

        @Override
        public void close() {
            relay.close();
            soon().until(() -> thread.getState() == Thread.State.TERMINATED);
        }
    }

    private OutboxRelay.Builder relay() {
        return OutboxRelay.from(database, emitter).poll(Duration.ofMillis(10));
    }

    private long waiting() throws SQLException {
        return count("SELECT count(*) FROM mention_outbox WHERE refused IS NULL");
    }

    private long count(String query) throws SQLException {
        try (Connection connection = connect(); ResultSet row = connection.createStatement().executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void execute(String change, Object... parameters) throws SQLException {
        try (Connection connection = connect(); PreparedStatement statement = connection.prepareStatement(change)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.execute();
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
    }
}
