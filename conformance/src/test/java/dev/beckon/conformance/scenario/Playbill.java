package dev.beckon.conformance.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.function.Executable;

/**
 * One client's implementations of the scenarios, by name.
 *
 * @param inexpressible scenarios that the client cannot play, each with the reason
 */
public record Playbill(Map<String, Executable> scenarios, Map<String, String> inexpressible) {

    private static final Path LIST = Path.of("src/test/resources/scenarios.txt");

    /** The names of all scenarios. */
    public static List<String> names() {
        try {
            return Files.readAllLines(LIST);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
