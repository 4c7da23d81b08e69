package dev.beckon.mention;

import static dev.beckon.mention.Calls.mention;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.beckon.testservers.tokens.DevKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every refusal as a caller sees it: status, problem, headers. */
@QuarkusTest
@QuarkusTestResource(KafkaForTests.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RefusalsIT {

    static final Duration MINUTE = Duration.ofMinutes(1);
    static final Set<String> WRITE = Set.of("mentions:write");

    DevKeys keys;
    Calls calls;

    @BeforeEach
    void calls() {
        calls = new Calls(keys);
    }

    static ValidatableResponse problem(Response response, int status, String type) {
        assertThat(response.contentType()).isEqualTo("application/problem+json");
        return response.then()
                .statusCode(status)
                .body("type", equalTo("/problems/" + type), "status", equalTo(status))
                .body(not(containsString("Exception")));
    }

    @Nested
    class Bodies {

        @ParameterizedTest(name = "{0}")
        @CsvSource(delimiterString = " => ", quoteCharacter = '\0', textBlock = """
                {"actor":       => malformed-json
                {"a":1,"a":2}   => malformed-json
                {} {}           => malformed-json
                []              => invalid-request
                7               => invalid-request
                {"colour":"red"} => invalid-request
                """)
        void what_is_not_a_mention(String body, String type) {
            problem(calls.post(body), 400, type);
        }

        @Test
        void an_empty_body() {
            problem(calls.as("team-docs").post("/mentions"), 400, "malformed-json");
        }

        @Test
        void a_fault_in_a_list_is_pointed_at() {
            problem(calls.post("[%s,%s]".formatted(mention("bob"), mention("ada"))), 400, "invalid-request")
                    .body("errors.pointer", equalTo(List.of("/1/recipients")))
                    .body("errors[0].detail", containsString("nobody to tell"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"text/plain", "application/xml", "nonsense"})
        void any_other_content_type(String type) {
            problem(given().auth().oauth2(keys.token("t", WRITE, MINUTE)).header("Content-Type", type)
                    .body(mention("bob").getBytes()).post("/mentions"), 415, "unsupported-media-type")
                    .header("Accept-Post", "application/json");
        }

        @Test
        void a_key_that_is_no_key() {
            problem(calls.post("two words", mention("bob")), 400, "invalid-idempotency-key");
            problem(calls.post("", mention("bob")), 400, "invalid-idempotency-key");
            problem(calls.as("t").header("Idempotency-Key", "a", "b").body(mention("bob")).post("/mentions"),
                    400, "invalid-idempotency-key");
        }
    }

    @Nested
    class Tokens {

        @Test
        void none() {
            problem(post(null), 401, "unauthorized").header("WWW-Authenticate", "Bearer");
        }

        @Test
        void garbage() {
            invalid(post("x.y.z"));
        }

        @Test
        void an_expired_one() {
            invalid(post(keys.token("team-docs", WRITE, Duration.ofMinutes(-5))));
        }

        @Test
        void one_signed_with_another_key(@TempDir Path directory) {
            invalid(post(DevKeys.create(directory).token("team-docs", WRITE, MINUTE)));
        }

        /** Ids follow from the subject: callers without one would share their keys. */
        @Test
        void one_without_a_subject() {
            invalid(post(keys.token("", WRITE, MINUTE)));
        }

        @Test
        void one_for_another_role() {
            problem(post(keys.token("team-docs", Set.of("broadcast"), MINUTE)), 403, "forbidden")
                    .header("WWW-Authenticate", containsString("insufficient_scope"));
        }

        @Test
        void a_bad_token_is_not_repeated_in_the_answer() {
            assertThat(post("secret.secret.secret").asString()).doesNotContain("secret");
        }

        Response post(String token) {
            return (token == null ? given() : given().auth().oauth2(token))
                    .contentType("application/json").body(mention("bob")).post("/mentions");
        }

        void invalid(Response response) {
            problem(response, 401, "unauthorized").header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
        }
    }

    @Nested
    class Requests {

        @ParameterizedTest
        @ValueSource(strings = {"/", "/mention", "/mentions/1/2", "/q/nothing"})
        void an_unknown_path(String path) {
            problem(given().get(path), 404, "not-found");
        }

        @Test
        void another_method() {
            problem(given().get("/mentions"), 405, "method-not-allowed").header("Allow", containsString("POST"));
            problem(given().delete("/mentions"), 405, "method-not-allowed");
        }

        @Test
        void an_answer_that_is_not_json() {
            problem(calls.as("t").accept("text/html").body(mention("bob")).post("/mentions"), 406, "not-acceptable");
        }

        @Test
        void what_nobody_foresaw_without_telling_secrets() {
            problem(given().get("/failing/unexpectedly"), 500, "internal-error")
                    .body(not(containsString("secret")), not(containsString("dev.beckon")));
            problem(given().get("/failing/with/502"), 500, "internal-error");
            problem(given().get("/failing/with/418"), 400, "bad-request");
        }
    }
}
