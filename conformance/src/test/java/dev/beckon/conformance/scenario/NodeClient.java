package dev.beckon.conformance.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.conformance.transcript.Venue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.function.Executable;

/** phoenix.js as it is, in a process of Node that plays all scenarios and prints a line for each. */
public final class NodeClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CLIENTS = Path.of("clients");
    private static final long PATIENCE_SECONDS = 300;

    private final String phoenix;
    private final Path key;

    /**
     * @param phoenix as {@code package.json} names the version
     * @param key PEM of the key that signs tokens
     */
    public NodeClient(String phoenix, Path key) {
        this.phoenix = phoenix;
        this.key = key;
    }

    /** Installs what the lock file says, unless that was done since the lock file changed. */
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

    /** @throws AssertionError if the types of the JavaScript do not fit together */
    public static void checkTypes() {
        install();
        run(Map.of(), "npm", "run", "--silent", "check");
    }

    public Playbill play(Venue venue) {
        install();
        List<String> output = run(Map.of("PHOENIX", phoenix, "LAB_KEY", key.toString(),
                "LAB_URL", "http://127.0.0.1:" + venue.address().getPort()), "node", "run.js");
        Map<String, Executable> scenarios = new LinkedHashMap<>();
        Map<String, String> inexpressible = new LinkedHashMap<>();
        for (String line : output.stream().filter(line -> line.startsWith("{\"scenario\"")).toList()) {
            JsonNode result = parse(line);
            String name = result.path("scenario").asText();
            String why = result.path("why").asText();
            switch (result.path("outcome").asText()) {
                case "passed" -> scenarios.put(name, () -> { });
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

    /** Nothing of what the command has started outlives this call. */
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
