package dev.beckon.gateway;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** A gateway that finds everything it needs has nothing to warn of. */
@QuarkusTest
@TestProfile(HealthyStartIT.LogInFile.class)
@QuarkusTestResource(RedisAndKeys.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HealthyStartIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Path log;

    public static class LogInFile implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                log = Files.createTempFile("beckon-gateway", ".log");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Map.of("quarkus.log.file.enabled", "true", "quarkus.log.file.path", log.toString());
        }
    }

    @TestHTTPResource("/")
    URI http;

    @Test
    void the_log_of_a_healthy_start_has_no_warning() throws Exception {
        try (RawClient bob = new RawClient(http, "vsn=2.0.0&token=" + RedisAndKeys.token("bob", "admin"))) {
            bob.joined("room:lobby");
        }
        awaitBothConnectionsToRedis();

        assertThat(warnings()).isEmpty();
        assertThat(get("/q/metrics").asString()).contains("channels_redis_dropped_total 0.0");
    }

    private static void awaitBothConnectionsToRedis() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!get("/q/metrics").asString().contains("channels_redis_connections 2.0") && System.nanoTime() < end) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static List<String> warnings() throws IOException {
        return Files.readAllLines(log).stream().filter(line -> line.contains(" WARN ") || line.contains(" ERROR ")).toList();
    }
}
