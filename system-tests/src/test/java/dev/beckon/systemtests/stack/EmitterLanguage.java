package dev.beckon.systemtests.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A language in which {@code examples/emitters} has a program; not every machine has its tools. */
public enum EmitterLanguage {

    JAVA(List.of("java", "-version")), NODE(List.of("node", "--version")), PYTHON(List.of("python3", "--version")), GO(List.of("go",
            "version"));

    private static final Path BINARY = Path.of("target/emitters/emit-go").toAbsolutePath();

    private final List<String> version;

    EmitterLanguage(List<String> version) {
        this.version = version;
    }

    /** Whether the tool of the language runs here. */
    public boolean isInstalled() {
        return this == JAVA || output(Path.of("."), version) != null;
    }

    /** Run in {@code examples/emitters}. */
    List<String> command() {
        return switch (this) {
            // The tests' own class path has the library.
            case JAVA -> List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), "Emit.java");
            case NODE -> List.of("node", "emit.mjs");
            case PYTHON -> List.of("python3", "-B", "python/emit.py");
            case GO -> {
                // Built, because "go run" starts a child that outlives it.
                if (output(Path.of("../examples/emitters/go"), List.of("go", "build", "-o", BINARY.toString(), ".")) == null) {
                    throw new AssertionError("the program in Go does not compile");
                }
                yield List.of(BINARY.toString());
            }
        };
    }

    private static String output(Path directory, List<String> command) {
        try {
            Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() == 0) {
                return output;
            }
            System.err.println(output);
            return null;
        } catch (IOException absent) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
