package dev.beckon.gateway;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** A gateway that logs to a file, so that tests can read it. */
public class LogInFile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            return Map.of("quarkus.log.file.enabled", "true",
                    "quarkus.log.file.path", Files.createTempFile("beckon-gateway", ".log").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the path from the application's configuration: Quarkus asks a profile for its settings more than once. */
    public static List<String> lines() throws IOException {
        return Files.readAllLines(Path.of(ConfigProvider.getConfig().getValue("quarkus.log.file.path", String.class)));
    }
}
