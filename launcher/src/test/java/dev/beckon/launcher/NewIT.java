package dev.beckon.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.localstack.ProjectRoot;
import dev.beckon.testclients.node.NodeProject;
import dev.beckon.testservers.processes.Waiting;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes a project by {@code ./beckon new} from a fresh copy of the checkout, tests and runs it, and chats on its page. Maven
 * installs into a repository of the test and may download: the project resolves other versions than this build does.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NewIT {

    static final Duration PATIENCE = Duration.ofMinutes(8);
    static final Set<String> NOT_COPIED = Set.of("target", "node_modules", ".git", ".beckon", "dist", "dist-demo");
    static final Pattern LISTENING = Pattern.compile("Listening on: (http://\\S+)");
    static final Path BROWSER = ProjectRoot.find().directory().resolve("examples/training-center/clients");

    @TempDir
    Path folder;

    final List<Process> processes = new ArrayList<>();

    @AfterEach
    void stop() {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            Waiting.until(() -> !process.isAlive() && process.descendants().noneMatch(ProcessHandle::isAlive), PATIENCE);
        }
    }

    @Test
    void a_new_project_outside_the_checkout_passes_its_tests_runs_and_two_tabs_chat() throws Exception {
        Path checkout = copyOfTheCheckout(folder.resolve("checkout"));
        Path work = Files.createDirectories(folder.resolve("work"));
        new NodeProject(BROWSER).installIfOld();
        long began = System.currentTimeMillis();

        assertThat(run(work, checkout.resolve("beckon").toString(), "new", "team-chat")).contains("made " + work.resolve("team-chat"),
                "./mvnw test", "./mvnw -Dmaven.test.skip=true -pl channels-test -am install");
        Path project = work.resolve("team-chat");
        Path log = folder.resolve("run.log");
        start(project, log, "./mvnw", "-B", "-q", "--no-transfer-progress", "-DskipTests", "package", "quarkus:run",
                "-Dquarkus.http.port=0");
        String url = address(log);
        NodeProject.Output tabs = new NodeProject(BROWSER).tryRun(Map.of("CHAT_URL", url),
                List.of("node", new NodeProject(BROWSER).adopt(Path.of("src/test/js/two-tabs.mjs")).toString()));

        assertThat(tabs.exitCode()).as(tabs.text()).isZero();
        Matcher first = Pattern.compile("first message at (\\d+)").matcher(tabs.text());
        assertThat(first.find()).isTrue();
        System.out.printf("from ./beckon new to the first message between two tabs: %d s%n", (Long.parseLong(first.group(1)) - began)
                / 1_000);

        assertThat(run(project, "./mvnw", "-B", "--no-transfer-progress", "test")).contains("Tests run: 6, Failures: 0, Errors: 0");
        assertThat(Files.readString(project.resolve("pom.xml"))).contains("<artifactId>team-chat</artifactId>").doesNotContain("<!--");
        assertThat(project.resolve("src/main/java/com/example/teamchat/ChatSocket.java")).exists();
        assertThat(project.resolve("src/test/java/com/example/teamchat/DependenciesTest.java")).doesNotExist();
    }

    @Test
    void a_name_or_place_that_cannot_be_is_refused_and_nothing_is_written() throws Exception {
        Path checkout = ProjectRoot.find().directory();

        assertThat(refused("My_App")).contains("a project's name has small letters, digits and -, such as my-app, not 'My_App'.");
        assertThat(refused(checkout.resolve("my-app").toString())).contains(
                "is inside this checkout; name a folder outside, such as ../my-app.");
        Files.createDirectory(folder.resolve("taken"));
        assertThat(refused("taken")).contains("taken exists already; choose another name, or remove it.");
        assertThat(folder.resolve("taken")).isEmptyDirectory();
        assertThat(checkout.resolve("my-app")).doesNotExist();
    }

    private String refused(String name) throws IOException {
        Path output = folder.resolve("output.txt");
        Process process = start(ProjectRoot.find().directory(), output, Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                absoluteClassPath(), Main.class.getName(), "new", "--no-install", name);
        assertThat(process.onExit().join().exitValue()).isEqualTo(2);
        return Files.readString(output);
    }

    private static String absoluteClassPath() {
        return String.join(File.pathSeparator, Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString()).toList());
    }

    private String address(Path log) {
        Process application = processes.getLast();
        Waiting.until(() -> LISTENING.matcher(read(log)).find() || !application.isAlive(), PATIENCE);
        Matcher listening = LISTENING.matcher(read(log));
        assertThat(listening.find()).as(read(log)).isTrue();
        return listening.group(1).replace("0.0.0.0", "localhost");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return its output */
    private String run(Path directory, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = start(directory, output, command);
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("%s ended", command[0]).isTrue();
        assertThat(process.exitValue()).as(read(output)).isZero();
        return read(output);
    }

    private Process start(Path directory, Path output, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("BECKON_CALLER", folder.toString());
        builder.environment().put("MAVEN_ARGS", "-Dmaven.repo.local=" + folder.resolve("m2") + " -Dmaven.repo.local.tail="
                + Path.of(System.getProperty("user.home"), ".m2", "repository") + " -Dmaven.repo.local.tail.ignoreAvailability=true");
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private static Path copyOfTheCheckout(Path to) throws IOException {
        Path from = ProjectRoot.find().directory();
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
                if (NOT_COPIED.contains(directory.getFileName().toString()) && !directory.equals(from)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!file.getFileName().toString().equals(".git")) {
                    Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return to;
    }
}
