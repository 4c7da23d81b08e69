package dev.beckon.mention;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import dev.beckon.testservers.tokens.DevKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** A service on a machine whose locale has digits of its own. */
@QuarkusTest
@QuarkusTestResource(value = LocaleIT.InEgypt.class, restrictToAnnotatedClass = true)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LocaleIT {

    DevKeys keys;

    public static final class InEgypt extends KafkaForTests {

        private final Locale before = Locale.getDefault();

        @Override
        public Map<String, String> start() {
            Map<String, String> settings = super.start();
            Locale.setDefault(Locale.of("ar", "EG"));
            return settings;
        }

        @Override
        public void stop() {
            Locale.setDefault(before);
            super.stop();
        }
    }

    @Test
    void numbers_in_what_it_says_have_the_digits_0_to_9() {
        given().auth().oauth2(keys.token("team-docs", RefusalsIT.WRITE, RefusalsIT.MINUTE)).contentType("application/json")
                .body(" ".repeat((1 << 20) + 1)).post("/mentions").then()
                .statusCode(413).body("detail", containsString("1048576"));
    }
}
