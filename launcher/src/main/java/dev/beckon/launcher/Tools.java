package dev.beckon.launcher;

import dev.beckon.localstack.ProjectRoot;
import dev.beckon.localstack.StackFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Runs Maven, npm and Java in the checkout. These processes end with this JVM. */
record Tools(Path checkout) {

    static final List<String> SERVICES = List.of("notification-service", "mention-service", "gateway-service");

    static Tools here() {
        return new Tools(ProjectRoot.find().directory());
    }

    /** @return the exit code */
    int maven(List<String> arguments) {
        return run(process(checkout, concat(List.of("./mvnw", "-B", "--no-transfer-progress"), arguments)).inheritIO());
    }

    /** Runs npm in a package of this checkout; PATH begins with the Node that the script found. */
    ProcessBuilder npm(String folder, String... arguments) {
        if (System.getenv("BECKON_NODE") == null) {
            throw new StackFailedException(
                    "beckon: needs Node 20 or newer with npm and found none: install it, for example from https://nodejs.org.");
        }
        return process(checkout.resolve(folder), concat(List.of("npm"), List.of(arguments)));
    }

    /** Runs a program of this build as its jar's manifest describes it. @return the exit code */
    int java(Path jar, List<String> arguments) {
        return run(process(checkout, concat(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx768m",
                "-XX:+UseSerialGC", "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED", "-jar", jar.toString()),
                arguments)).inheritIO());
    }

    static ProcessBuilder process(Path directory, List<String> command) {
        return new ProcessBuilder(command).directory(directory.toFile());
    }

    /** @return the exit code */
    static int run(ProcessBuilder command) {
        return start(command).join();
    }

    /** @return the exit code, once the process has ended */
    static CompletableFuture<Integer> start(ProcessBuilder command) {
        try {
            Process process = command.start();
            Thread stop = Thread.ofPlatform().unstarted(() -> {
                process.destroy();
                process.onExit().join();
            });
            Runtime.getRuntime().addShutdownHook(stop);
            return process.onExit().thenApply(Process::exitValue);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return java.util.stream.Stream.concat(first.stream(), second.stream()).toList();
    }
}
