package dev.beckon.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.localstack.state.StackFile;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The desktop of these tests is a script that writes down what it is asked to open. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OpenCommandIT {

    static final Map<String, String> DESKTOP = Map.of("DISPLAY", ":99");

    @TempDir
    Path directory;

    record Result(int exit, String output) {}

    @BeforeEach
    void run_a_stack() {
        new StackFile(List.of(URI.create("http://127.0.0.1:8080"), URI.create("http://127.0.0.1:8090")), List.of(), List.of(), List.of(),
                List.of(), "", "", Map.of()).write(directory);
    }

    @ParameterizedTest
    @CsvSource({"bob, http://127.0.0.1:8080/demo?as=bob", "office, http://127.0.0.1:8080/demo?as=office", ", http://127.0.0.1:8080/"})
    void the_desktop_opens_the_page_of_the_person(String person, String page) throws Exception {
        desktop("echo \"$@\" >> '" + directory.resolve("opened") + "'");

        Result result = open(DESKTOP, person);

        assertThat(result).isEqualTo(new Result(0, "Opened " + page + "\n"));
        assertThat(directory.resolve("opened")).hasContent(page);
    }

    @Test
    void without_a_desktop_or_if_it_fails_the_address_is_printed() throws Exception {
        assertThat(open(DESKTOP, "alice")).isEqualTo(new Result(0, "Open http://127.0.0.1:8080/demo?as=alice\n"));
        desktop("exit 3");
        assertThat(open(DESKTOP, "alice")).isEqualTo(new Result(0, "Open http://127.0.0.1:8080/demo?as=alice\n"));
        assertThat(open(Map.of(), "alice")).isEqualTo(new Result(0, "Open http://127.0.0.1:8080/demo?as=alice\n"));
    }

    @Test
    void an_unknown_person_and_a_stack_that_is_down_are_refused() throws Exception {
        assertThat(open(DESKTOP, "eve")).isEqualTo(new Result(2, "The demo has alice, bob, carol and office, and no 'eve'.\n"));
        StackFile.delete(directory);
        assertThat(open(DESKTOP, "bob")).isEqualTo(new Result(1, "No stack is running. Start one with ./beckon up.\n"));
    }

    @Test
    void each_system_has_its_program() {
        assertThat(OpenCommand.opener("Mac OS X", Map.of())).containsExactly("open");
        assertThat(OpenCommand.opener("Windows 11", Map.of()).getFirst()).isEqualTo("rundll32.exe");
        assertThat(OpenCommand.opener("Linux", Map.of("WAYLAND_DISPLAY", "wayland-0"))).containsExactly("xdg-open");
        assertThat(OpenCommand.opener("Linux", Map.of("DISPLAY", ""))).isEmpty();
    }

    private void desktop(String script) throws IOException {
        Path program = Files.writeString(Files.createDirectories(directory.resolve("bin")).resolve("xdg-open"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Result open(Map<String, String> environment, String person) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Main.class.getName(), "open"));
        if (person != null) {
            command.add(person);
        }
        command.addAll(List.of("--directory", directory.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"));
        builder.environment().putAll(environment);
        builder.environment().put("PATH", directory.resolve("bin").toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }
}
