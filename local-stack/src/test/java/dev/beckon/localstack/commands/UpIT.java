package dev.beckon.localstack.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.beckon.localstack.processes.Executable;
import dev.beckon.localstack.processes.ProcessRecord;
import dev.beckon.localstack.processes.Waiting;
import dev.beckon.localstack.state.StackFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole life of a stack, with the real servers and services that only say that they are ready. */
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
        try (Launcher up = Launcher.run(checkout, "up", "--gateways", "2")) {
            assertThat(up.awaitOutput(READY)).contains(READY);
            StackFile stack = StackFile.read(state).orElseThrow();
            List<ProcessHandle> processes = processes(stack);

            assertThat(stack.gateways()).hasSize(2);
            assertThat(stack.pids()).containsKeys("postgres", "redis", "kafka", "gateway-1", "gateway-2", "mention-1",
                    "notification-1").containsEntry("launcher", up.pid());
            assertThat(processes).allMatch(ProcessRecord::isRunning);
            assertThat(command("status").awaitExit()).isZero();
            Path inboxToken = state.resolve("keys/inbox-token");
            assertThat(Files.getPosixFilePermissions(inboxToken)).isEqualTo(PosixFilePermissions.fromString("rw-------"));

            assertThat(command("down").awaitExit()).isZero();

            assertThat(processes).noneMatch(ProcessRecord::isRunning);
            assertThat(inboxToken).doesNotExist();
            assertThat(StackFile.read(state)).isEmpty();
            assertThat(command("status").awaitExit()).isOne();
        }
    }

    @Test
    void a_second_up_is_told_of_the_first_and_leaves_it_alone() throws Exception {
        try (Launcher first = Launcher.run(checkout, "up")) {
            first.awaitOutput(READY);

            Launcher second = command("up");

            assertThat(second.awaitExit()).isOne();
            assertThat(second.output()).contains("A stack already runs here (pid %d)".formatted(first.pid()));
            assertThat(command("status").awaitExit()).isZero();
        }
    }

    @Test
    void after_the_launcher_was_killed_nothing_runs_and_the_next_up_finds_its_data() throws Exception {
        assumeTrue(new Executable("setpriv").isOnPath());
        Launcher killed = Launcher.run(checkout, "up");
        killed.awaitOutput(READY);
        List<ProcessHandle> processes = processes(StackFile.read(state).orElseThrow());

        killed.kill();

        assertThat(Waiting.until(() -> processes.stream().noneMatch(ProcessRecord::isRunning), Duration.ofSeconds(30)))
                .isTrue();
        try (Launcher next = Launcher.run(checkout, "up")) {
            assertThat(next.awaitOutput(READY)).contains(READY);
        }
    }

    @Test
    void a_service_that_exits_ends_the_start_and_names_its_log() throws Exception {
        ReadyService.pack(ExitingService.class, checkout.resolve("mention-service"));

        Launcher up = command("up");

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

        Launcher up = command("up");

        assertThat(up.awaitExit()).isOne();
        assertThat(up.output()).contains("a mention does not go through: mention-service at http://127.0.0.1:", "answered 500")
                .doesNotContain(READY, "\tat ");
        assertThat(state.resolve("processes.json")).doesNotExist();
    }

    /** One start for several environments, as each takes seconds: a path that needs care, and a locale with digits of its own. */
    @ParameterizedTest
    @CsvSource({"a b (2026)/Müller [x] 100% #1, ar-EG", "plain, tr", "plain, fa"})
    void a_stack_starts_in_any_folder_and_in_any_language(String folder, String locale) throws Exception {
        Path own = ReadyService.checkout(checkout.resolve(folder));
        Locale language = Locale.forLanguageTag(locale);

        try (Launcher up = Launcher.run(List.of("-Duser.language=" + language.getLanguage(),
                "-Duser.country=" + language.getCountry()), own, "up")) {
            assertThat(up.awaitOutput(READY)).contains("a mention went through", READY);
        }
    }

    @Test
    void a_server_that_does_not_start_says_why() throws Exception {
        Files.createDirectories(state.resolve("data/kafka"));
        Files.writeString(state.resolve("data/kafka/meta.properties"), "version=1\nnode.id=7\ncluster.id=another\n");

        Launcher up = command("up");

        assertThat(up.awaitExit()).isOne();
        assertThat(up.output()).contains("Kafka did not start on port", "because of java.lang.RuntimeException: Stored node id 7")
                .doesNotContain("\tat ");
    }

    @Test
    void a_stop_during_the_start_stops_what_has_started() throws Exception {
        Launcher up = Launcher.run(checkout, "up");
        up.awaitOutput("Kafka are up");

        up.close();

        assertThat(up.output()).doesNotContain(READY);
        assertThat(state.resolve("processes.json")).doesNotExist();
    }

    private Launcher command(String... arguments) {
        return Launcher.run(checkout, arguments);
    }

    private static List<ProcessHandle> processes(StackFile stack) {
        return stack.pids().values().stream().map(pid -> ProcessHandle.of(pid).orElseThrow()).toList();
    }
}
