package dev.beckon.launcher;

import dev.beckon.localstack.DemoUser;
import dev.beckon.localstack.state.StackFile;
import dev.beckon.testservers.processes.Executable;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./beckon open}: opens a page of the running stack in the default browser, or prints its address where there is none. */
@Command(name = "open", description = "open the page of a person of the demo, or the first page, in the browser")
final class OpenCommand implements Callable<Integer> {

    /** Programs that hand an address to the desktop answer at once; after this time it has been handed over. */
    private static final int ANSWER_SECONDS = 10;

    @Spec
    private CommandSpec spec;

    @Mixin
    private StateDirectory directory;

    @Parameters(paramLabel = "USER", arity = "0..1", description = "alice, bob, carol or office; the first page without it")
    private @Nullable String user;

    @Override
    public Integer call() {
        Optional<DemoUser> person = Stream.of(DemoUser.values()).filter(each -> each.id().equals(user)).findFirst();
        if (user != null && person.isEmpty()) {
            spec.commandLine().getErr().printf("The demo has alice, bob, carol and office, and no '%s'.%n", user);
            return 2;
        }
        Optional<StackFile> stack = StackFile.read(directory.path());
        if (stack.isEmpty()) {
            spec.commandLine().getErr().println("No stack is running. Start one with ./beckon up.");
            return 1;
        }
        URI page = stack.get().gateways().getFirst().resolve(person.map(DemoUser::path).orElse("/"));
        spec.commandLine().getOut().println(
                opens(opener(System.getProperty("os.name"), System.getenv()), page) ? "Opened " + page : "Open " + page);
        return 0;
    }

    /** The program that opens an address; empty: there is no desktop. */
    static List<String> opener(String system, Map<String, String> environment) {
        if (system.startsWith("Windows")) {
            return List.of("rundll32.exe", "url.dll,FileProtocolHandler"); // what "start" calls, which itself is no program
        }
        if (system.startsWith("Mac")) {
            return List.of("open");
        }
        // Without a desktop xdg-open falls back to browsers that draw in this terminal.
        boolean desktop = Stream.of("DISPLAY", "WAYLAND_DISPLAY", "BROWSER").anyMatch(each -> !environment.getOrDefault(each, "")
                .isEmpty());
        return desktop ? List.of("xdg-open") : List.of();
    }

    private static boolean opens(List<String> opener, URI page) {
        if (opener.isEmpty() || !new Executable(opener.getFirst()).isOnPath()) {
            return false;
        }
        try {
            Process process = new ProcessBuilder(Stream.concat(opener.stream(), Stream.of(page.toString())).toList())
                    .redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start();
            return !process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS) || process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
