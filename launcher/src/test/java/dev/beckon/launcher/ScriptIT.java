package dev.beckon.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.localstack.ProjectRoot;
import dev.beckon.testservers.tokens.DevKeys;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the script and the launcher it starts, in a checkout where Maven and npm are scripts of the test. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ScriptIT {

    static final String PASSES = test("a", "") + test("b", "<skipped/>");
    static final String FAILS = test("c", "") + test("d", "<error type=\"X\"><![CDATA[x]]></error>")
            + test("e", "<failure type=\"X\"><![CDATA[x]]></failure>\n    <rerunFailure type=\"X\"/>") + test("f", "");
    static final String FLAKY = test("g", "<flakyFailure type=\"X\"/>") + test("h", "<flakyError type=\"X\"/>")
            + test("", "<failure type=\"X\"><![CDATA[x]]></failure>") + test("i", "");

    @TempDir
    Path checkout;

    record Result(int exit, String output) {

        String lastLine() {
            return output.lines().reduce("", (before, line) -> line);
        }
    }

    @BeforeEach
    void makeCheckout() throws IOException {
        Path script = ProjectRoot.find().directory().resolve("beckon");
        executable("beckon", Files.readString(script));
        Files.createDirectories(checkout.resolve("local-stack"));
        Files.createDirectories(checkout.resolve("channels"));
        Files.writeString(checkout.resolve("channels/pom.xml"), "");
        npmTest("web-client", "# tests 3\\n# pass 3\\n# fail 0\\n# cancelled 0\\n# skipped 0\\n# todo 0\\n", 0);
        npmTest("web-react", "# tests 2\\n# pass 1\\n# fail 0\\n# cancelled 0\\n# skipped 1\\n# todo 0\\n", 0);
        mavenReports(0, PASSES);
        // Stays newer than the sources, even after a test edits them.
        Files.createDirectories(checkout.resolve("web-client/dist-demo"));
        Files.createDirectories(checkout.resolve(".beckon/built"));
        for (String stamp : List.of("launcher", "web-client")) {
            Path built = Files.writeString(checkout.resolve(".beckon/built").resolve(stamp), "");
            Files.setLastModifiedTime(built, FileTime.from(Instant.now().plusSeconds(3_600)));
        }
        packLauncher();
    }

    @Test
    void help_lists_the_commands_and_an_unknown_one_is_named() throws Exception {
        assertThat(run("dance")).satisfies(result -> {
            assertThat(result.exit()).isEqualTo(2);
            assertThat(result.output()).isEqualTo("beckon: there is no command 'dance'; ./beckon help lists them.\n");
        });
        assertThat(run("help").output()).contains("up ", "status ", "open ", "down ", "token ", "dlq ", "test ", "bench ",
                "verify ", "format ", "build ", "new ", "help ");
        assertThat(run().output()).isEqualTo(run("help").output());
    }

    @Test
    void without_a_jdk_it_says_which_one_to_install() throws Exception {
        executable("beckon", Files.readString(checkout.resolve("beckon")).replace("JDK_NEEDED=25", "JDK_NEEDED=999"));

        Result result = run("up");

        assertThat(result.exit()).isOne();
        assertThat(result.output()).startsWith("beckon: needs a JDK 999 or newer and found none: install one").hasLineCount(1);
    }

    @Test
    void without_node_it_says_which_one_to_install() throws Exception {
        executable("beckon", Files.readString(checkout.resolve("beckon")).replace("NODE_NEEDED=20", "NODE_NEEDED=999"));

        Result result = run("test");

        assertThat(result.exit()).isOne();
        assertThat(result.output()).startsWith("beckon: needs Node 20 or newer with npm").hasLineCount(1);
    }

    @Test
    void the_last_line_sums_the_tests_of_java_and_of_the_web_packages() throws Exception {
        Result result = run("test");

        assertThat(result).extracting(Result::exit, Result::lastLine)
                .containsExactly(0, "5 passed, 0 failed, 2 skipped");
    }

    @Test
    void a_failed_test_of_either_kind_is_counted_and_fails_the_command() throws Exception {
        mavenReports(0, PASSES, FAILS);
        npmTest("web-client", "ℹ tests 3\\nℹ pass 1\\nℹ fail 1\\nℹ cancelled 1\\nℹ skipped 0\\nℹ todo 0\\n", 1);

        Result result = run("test");

        assertThat(result.exit()).isOne();
        assertThat(result.lastLine()).isEqualTo("5 passed, 4 failed, 2 skipped");
        assertThat(result.output()).contains("web-client's tests failed.");
    }

    @Test
    void what_passed_at_a_later_attempt_counts_as_passed_and_is_named() throws Exception {
        mavenReports(0, PASSES, FLAKY);

        Result result = run("test");

        assertThat(result.exit()).isZero();
        assertThat(result.output()).endsWith("""
                passed at a later attempt: XIT
                passed at a later attempt: XIT.g
                passed at a later attempt: XIT.h
                8 passed, 0 failed, 2 skipped
                """);
    }

    @Test
    void a_token_in_a_log_is_no_success() throws Exception {
        Path logs = Files.createDirectories(checkout.resolve("system-tests/target/stack/logs"));
        Files.writeString(logs.resolve("gateway-1.log"), "GET /socket?token=" + DevKeys.create(checkout.resolve("keys"))
                .token("bob", Set.of(), Duration.ofMinutes(1)) + " failed\n");

        Result result = run("test");

        assertThat(result.exit()).isOne();
        assertThat(result.output()).contains("tokens stand in: ./system-tests/target/stack/logs/gateway-1.log", "A token stands in a log.");
    }

    @Test
    void a_build_that_fails_is_no_success_even_if_the_tests_that_ran_passed() throws Exception {
        mavenReports(1, PASSES);

        Result result = run("test");

        assertThat(result.exit()).isOne();
        assertThat(result.output()).contains("Maven's build failed");
    }

    @Test
    void reports_of_an_earlier_run_are_not_counted_and_no_test_is_no_success() throws Exception {
        Path old = Files.createDirectories(checkout.resolve("channels/target/surefire-reports"));
        Files.writeString(old.resolve("TEST-Old.xml"), "<testsuite>\n" + PASSES + "</testsuite>\n");
        mavenReports(0);

        Result result = run("test", "channels");

        assertThat(result.exit()).isOne();
        assertThat(result.output()).contains("No test ran.");
        assertThat(result.lastLine()).isEqualTo("0 passed, 0 failed, 0 skipped");
    }

    @Test
    void only_the_modules_that_are_named_are_tested() throws Exception {
        assertThat(run("test", "channels").output()).contains("-pl channels -am").doesNotContain("# tests 3");
        assertThat(run("test", "web-client").output()).contains("# tests 3").doesNotContain("mvnw:", "# tests 2");
        assertThat(run("test", "web-react").output()).contains("# tests 2").doesNotContain("mvnw:", "# tests 3");
        assertThat(run("test", "nothing").output()).contains("there is no module 'nothing'");
    }

    @Test
    void a_report_that_ends_in_the_middle_is_a_failure() throws Exception {
        mavenReports(0, PASSES, "<testcase name=");

        assertThat(run("test", "channels")).extracting(Result::exit, Result::lastLine)
                .containsExactly(1, "1 passed, 1 failed, 1 skipped");
    }

    @Test
    void a_plain_class_whose_preparation_fails_has_failed() throws Exception {
        mavenReports(0, test("", "<failure type=\"X\"><![CDATA[x]]></failure>").replace("XIT", "XTest"), PASSES);

        assertThat(run("test", "channels")).extracting(Result::exit, Result::lastLine)
                .containsExactly(1, "1 passed, 1 failed, 1 skipped");
    }

    @Test
    void a_module_is_built_again_only_after_a_source_of_any_module_has_changed() throws Exception {
        Files.createDirectories(checkout.resolve("channels/target/quarkus-app"));
        Files.writeString(checkout.resolve("channels/target/quarkus-app/quarkus-run.jar"), "");
        Path source = Files.writeString(Files.createDirectories(checkout.resolve("channels/src/main")).resolve("A.java"), "");
        mavenReports(0);

        assertThat(run("build", "channels").output()).contains("building channels", "mvnw: ", "-pl channels -am package");
        assertThat(run("build", "channels").output()).isEmpty();

        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(3_500)));
        assertThat(run("build", "channels").output()).contains("building channels");
    }

    private Result run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(checkout.resolve("beckon").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }

    /** A test as Surefire reports it. @param outcome the element of its outcome; empty if it passed */
    private static String test(String name, String outcome) {
        String start = "  <testcase name=\"%s\" classname=\"XIT\" time=\"1\"".formatted(name);
        return outcome.isEmpty() ? start + "/>\n" : start + ">\n    " + outcome + "\n  </testcase>\n";
    }

    /** Installs a fake Maven that prints its arguments and writes one report for each suite. */
    private void mavenReports(int exit, String... suites) throws IOException {
        StringBuilder script = new StringBuilder("#!/bin/sh\necho \"mvnw: $*\"\nmkdir -p channels/target/surefire-reports\n");
        for (int i = 0; i < suites.length; i++) {
            script.append("cat > channels/target/surefire-reports/TEST-%d.xml <<'END'%n<testsuite>%n%s</testsuite>%nEND%n"
                    .formatted(i, suites[i]));
        }
        executable("mvnw", script + "exit " + exit + "\n");
    }

    private void npmTest(String folder, String output, int exit) throws IOException {
        Path installed = Files.createDirectories(checkout.resolve(folder).resolve("node_modules"));
        Files.writeString(installed.resolve(".package-lock.json"), "{}");
        Files.writeString(checkout.resolve(folder).resolve("package.json"), """
                {"name": "pretended", "version": "1.0.0", "scripts": {"test": "sh ./test.sh"}}
                """);
        Files.writeString(checkout.resolve(folder).resolve("test.sh"), "printf '%s'\nexit %d\n".formatted(output, exit));
    }

    /** The script expects the launcher's jar; this one refers to the classes of this build. */
    private void packLauncher() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, Stream.of(System.getProperty("java.class.path").split(
                File.pathSeparator))
                .map(entry -> Path.of(entry).toUri().toString()).collect(Collectors.joining(" ")));
        Path jar = Files.createDirectories(checkout.resolve("launcher/target/lib")).resolveSibling("launcher.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    }

    private void executable(String name, String content) throws IOException {
        Path file = Files.writeString(checkout.resolve(name), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
