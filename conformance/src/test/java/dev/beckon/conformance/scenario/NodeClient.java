package dev.beckon.conformance.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.conformance.transcript.Transport;
import dev.beckon.conformance.transcript.Venue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.function.Executable;

/** An unmodified phoenix.js, in a Node process that plays all scenarios and prints a line for each. */
public final class NodeClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CLIENTS = Path.of("clients");
    private static final long PATIENCE_SECONDS = 300;

    /** phoenix.js 1.3.5, 1.4.18, 1.5.14, 1.6.16, 1.7.23, 1.8.0 and the newest, as {@code package.json} names them. */
    public static final List<String> VERSIONS = List.of("phoenix13", "phoenix14", "phoenix15", "phoenix16", "phoenix17", "phoenix180",
            "phoenix18");

    private final String phoenix;
    private final Transport transport;
    private final Path key;

    /**
     * @param phoenix one of {@link #VERSIONS}
     * @param key PEM of the key that signs tokens
     */
    public NodeClient(String phoenix, Transport transport, Path key) {
        this.phoenix = phoenix;
        this.transport = transport;
        this.key = key;
    }

    /** Installs the packages of the lock file, unless that was done since the lock file changed. */
    public static synchronized void install() {
        try {
            Path lock = CLIENTS.resolve("package-lock.json");
            Path installed = CLIENTS.resolve("node_modules/.package-lock.json");
            if (!Files.exists(installed)
                    || Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(lock)) < 0) {
                run(Map.of(), "npm", "ci", "--no-audit", "--no-fund");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws AssertionError if the type check of the JavaScript fails */
    public static void checkTypes() {
        install();
        run(Map.of(), "npm", "run", "--silent", "check");
    }

    public Playbill play(Venue venue) {
        install();
        List<String> output = run(Map.of("PHOENIX", phoenix, "TRANSPORT", transport.name().toLowerCase(Locale.ROOT),
                "LAB_KEY", key.toString(), "LAB_URL", "http://127.0.0.1:" + venue.address().getPort()), "node", "run.js");
        // Sorted by name instead of by end: a rerun finds a failed test by its index.
        Map<String, Executable> scenarios = new TreeMap<>();
        Map<String, String> inexpressible = new TreeMap<>();
        for (String line : output.stream().filter(line -> line.startsWith("{\"scenario\"")).toList()) {
            JsonNode result = parse(line);
            String name = result.path("scenario").asText();
            String why = result.path("why").asText();
            switch (result.path("outcome").asText()) {
                case "passed" -> scenarios.put(name, () -> {});
                case "inexpressible" -> inexpressible.put(name, why);
                default -> scenarios.put(name, () -> {
                    throw new AssertionError(why);
                });
            }
        }
        return new Playbill(scenarios, inexpressible);
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + line, e);
        }
    }

    /** No process that the command has started outlives this call. */
    private static List<String> run(Map<String, String> environment, String... command) {
        try {
            Path log = Files.createTempFile("node-", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(CLIENTS.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            boolean well = ended(builder.start());
            List<String> output = Files.readAllLines(log);
            Files.delete(log);
            if (!well) {
                throw new AssertionError("%s did not end well:%n%s".formatted(List.of(command), String.join("\n", output)));
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(command[0] + " could not be run; is Node 20 installed?", e);
        }
    }

    private static boolean ended(Process process) {
        try {
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
