package dev.beckon.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.beckon.localstack.state.StackFile;
import dev.beckon.testservers.processes.Executable;
import dev.beckon.testservers.processes.ProcessRecord;
import dev.beckon.testservers.processes.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Starts, uses and stops a stack with real servers and fake services, which only report ready. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class UpIT {

    static final String READY = "Beckon is ready";

    @TempDir
    Path checkout;

    Path state;

    @BeforeEach
    void makeCheckout() throws Exception {
        ReadyService.checkout(checkout);
        state = checkout.resolve(".beckon");
    }

    @Test
    void down_stops_every_process_that_stack_json_names() throws Exception {
        try (Launcher up = Launcher.run(checkout, "up", "--no-build", "--gateways", "2", "--postgres", "2", "--redis-cluster", "3")) {
            assertThat(up.awaitOutput(READY)).contains(READY);
            StackFile stack = StackFile.read(state).orElseThrow();
            List<ProcessHandle> processes = processes(stack);

            assertThat(stack.gateways()).hasSize(2);
            assertThat(stack.postgres()).extracting(StackFile.Postgres::lanes).containsExactly("0-31", "32-63");
            assertThat(stack.pids()).containsKeys("postgres-1", "postgres-2", "redis-1", "redis-2", "redis-3", "kafka", "gateway-1",
                    "gateway-2", "mention-1",
                    "notification-1").containsEntry("launcher", up.pid());
            assertThat(processes).allMatch(ProcessRecord::isRunning);
            assertThat(command("status").awaitExit()).isZero();
            Path inboxToken = state.resolve("keys/inbox-token");
            assertThat(Files.getPosixFilePermissions(inboxToken)).isEqualTo(PosixFilePermissions.fromString("rw-------"));

            assertThat(command("down").awaitExit()).isZero();

            assertThat(processes).noneMatch(ProcessRecord::isRunning);
            assertThat(inboxToken.getParent()).doesNotExist();
            assertThat(state.resolve("logs/kafka.log")).content().doesNotContain("WARN", "SEVERE");
            assertThat(StackFile.read(state)).isEmpty();
            assertThat(command("status").awaitExit()).isOne();
        }
    }

    @Test
    void two_starts_have_the_same_addresses_and_a_taken_port_moves_its_service_for_good() throws Exception {
        StackFile before;
        try (ServerSocket taken = unrelatedServer()) {
            String first = Integer.toString(taken.getLocalPort());
            try (Launcher up = Launcher.run(checkout, "up", "--no-build", "--port", first)) {
                assertThat(up.awaitOutput(READY)).containsOnlyOnce("port " + first + " or ");
                before = StackFile.read(state).orElseThrow();
                assertThat(before.gateways()).extracting(URI::getPort).doesNotContain(taken.getLocalPort());
            }
        }
        try (Launcher up = Launcher.run(checkout, "up", "--no-build")) {
            assertThat(up.awaitOutput(READY)).doesNotContain("is taken");
            StackFile after = StackFile.read(state).orElseThrow();

            assertThat(after).usingRecursiveComparison().ignoringFields("pids").isEqualTo(before);
        }
    }

    @Test
    void data_of_another_number_of_postgresql_servers_is_refused_and_left_alone() throws Exception {
        Path data = Files.createDirectories(state.resolve("data/postgres-1-of-3"));

        Launcher up = command("up", "--no-build");

        assertThat(up.awaitExit()).isOne();
        assertThat(up.output()).contains("inboxes of 3 PostgreSQL servers", "--postgres 3").doesNotContain("\tat ");
        assertThat(data).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "--postgres 0  | 0 PostgreSQL servers: at least one is needed",
            "--postgres 65 | 65 PostgreSQL servers: at most 64 are possible, one for each lane",
            "--redis-cluster 2 | a Redis Cluster of 2 nodes: it takes 3 to 64 masters",
            "--port 80 | port 80: the first port is one of 1024 to 60000",
            "--postgres x  | Invalid value for option '--postgres'"})
    void an_impossible_number_of_servers_is_refused_before_the_build(String option, String refusal) {
        Launcher up = command(("up " + option).split(" "));

        assertThat(up.awaitExit()).isNotZero();
        assertThat(up.output()).contains(refusal).doesNotContain("\tat ");
        assertThat(state).doesNotExist();
    }

    @Test
    void a_second_up_names_the_first_and_leaves_it_alone() throws Exception {
        try (Launcher first = Launcher.run(checkout, "up", "--no-build")) {
            first.awaitOutput(READY);

            Launcher second = command("up", "--no-build");

            assertThat(second.awaitExit()).isOne();
            assertThat(second.output()).contains("A stack already runs here (pid %d)".formatted(first.pid()));
            assertThat(command("status").awaitExit()).isZero();
        }
    }

    @Test
    void after_the_launcher_was_killed_nothing_runs_and_the_next_up_finds_its_data() throws Exception {
        assumeTrue(new Executable("setpriv").isOnPath());
        Launcher killed = Launcher.run(checkout, "up", "--no-build");
        killed.awaitOutput(READY);
        List<ProcessHandle> processes = processes(StackFile.read(state).orElseThrow());

        killed.kill();

        assertThat(Waiting.until(() -> processes.stream().noneMatch(ProcessRecord::isRunning), Duration.ofSeconds(30)))
                .isTrue();
        try (Launcher next = Launcher.run(checkout, "up", "--no-build")) {
            assertThat(next.awaitOutput(READY)).contains(READY);
        }
    }

    @Test
    void a_service_that_exits_ends_the_start_and_names_its_log() throws Exception {
        ReadyService.pack(ExitingService.class, checkout.resolve("mention-service"));

        Launcher up = command("up", "--no-build");

        assertThat(up.awaitExit()).isOne();
        assertThat(up.output())
                .contains("mention-1 exited with code 3 before it was ready; see " + state.resolve("logs/mention-1.log"))
                .doesNotContain("\tat ");
        assertThat(state.resolve("logs/mention-1.log")).hasContent("no configuration");
        assertThat(state.resolve("processes.json")).doesNotExist();
        assertThat(command("status").awaitExit()).isOne();
    }

    @Test
    void services_that_say_they_are_ready_and_refuse_a_mention_end_the_start() throws Exception {
        ReadyService.pack(RefusingService.class, checkout.resolve("mention-service"));

        Launcher up = command("up", "--no-build");

        assertThat(up.awaitExit()).isOne();
        assertThat(up.output()).contains("a mention does not go through: mention-service at http://127.0.0.1:", "answered 500")
                .doesNotContain(READY, "\tat ");
        assertThat(state.resolve("processes.json")).doesNotExist();
    }

    @Test
    void a_mention_that_does_not_come_through_Redis_ends_the_start() throws Exception {
        Files.createFile(Files.createDirectories(state).resolve(ReadyService.LATE));

        Launcher up = command("up", "--no-build");

        assertThat(up.awaitExit()).isOne();
        assertThat(up.output()).contains(
                "a mention does not go through: it is stored, but its frame does not come through Redis to http://")
                .doesNotContain(READY, "\tat ");
    }

    @Test
    void a_server_that_does_not_start_says_why() throws Exception {
        Files.createDirectories(state.resolve("data/kafka"));
        Files.writeString(state.resolve("data/kafka/meta.properties"), "version=1\nnode.id=7\ncluster.id=another\n");

        Launcher up = command("up", "--no-build");

        assertThat(up.awaitExit()).isOne();
        assertThat(up.output()).contains("Kafka did not start on port", "because of java.lang.RuntimeException: Stored node id 7")
                .doesNotContain("\tat ");
    }

    @Test
    void a_stop_during_the_start_stops_what_has_started() throws Exception {
        Launcher up = Launcher.run(checkout, "up", "--no-build");
        up.awaitOutput("Kafka are up");

        up.close();

        assertThat(up.output()).doesNotContain(READY);
        assertThat(state.resolve("processes.json")).doesNotExist();
    }

    private Launcher command(String... arguments) {
        return Launcher.run(checkout, arguments);
    }

    private static ServerSocket unrelatedServer() throws IOException {
        while (true) {
            ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            if (server.getLocalPort() > 1_024 && server.getLocalPort() < 60_000) {
                return server;
            }
            server.close();
        }
    }

    private static List<ProcessHandle> processes(StackFile stack) {
        return stack.pids().values().stream().map(pid -> ProcessHandle.of(pid).orElseThrow()).toList();
    }
}
