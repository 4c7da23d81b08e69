package dev.beckon.mention;

import static dev.beckon.mention.Calls.mention;
import static dev.beckon.testservers.Await.soon;
import static org.hamcrest.Matchers.equalTo;

import dev.beckon.testservers.ServiceManagement;
import dev.beckon.testservers.tokens.DevKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The file with the key that verifies tokens is missing when the service starts. */
@QuarkusTest
@QuarkusTestResource(value = MissingKeyIT.KeyComesLater.class, restrictToAnnotatedClass = true)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MissingKeyIT {

    DevKeys keys;

    public static final class KeyComesLater extends KafkaForTests {

        @Override
        public Map<String, String> start() {
            Map<String, String> settings = super.start();
            move(keys().publicKeyFile(), away(keys().publicKeyFile()));
            return settings;
        }

        static Path away(Path key) {
            return key.resolveSibling("away.pem");
        }

        static void move(Path from, Path to) {
            try {
                Files.move(from, to);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void without_the_key_it_is_not_ready_and_says_so_to_callers_and_with_it_it_serves() {
        ServiceManagement.get("/q/health/ready").then().statusCode(503);
        ServiceManagement.get("/q/health/live").then().statusCode(200);
        new Calls(keys).post(mention("bob")).then().statusCode(503).body("type", equalTo("/problems/keys-unavailable"));

        KeyComesLater.move(KeyComesLater.away(keys.publicKeyFile()), keys.publicKeyFile());

        soon().until(() -> ServiceManagement.get("/q/health/ready").statusCode() == 200);
        new Calls(keys).post(mention("bob")).then().statusCode(202);
    }
}
