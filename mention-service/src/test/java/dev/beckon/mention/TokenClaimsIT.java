package dev.beckon.mention;

import static dev.beckon.mention.Calls.mention;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.testservers.tokens.DevKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens with a good signature and claims of every wrong type. */
@QuarkusTest
@QuarkusTestResource(KafkaForTests.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TokenClaimsIT {

    private static final Set<String> WRITE = Set.of("mentions:write");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    DevKeys keys;

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            groups       | {"mentions:write":true}
            groups       | {}
            groups       | "mentions:write"
            groups       | "read mentions:write"
            groups       | ""
            groups       | ["mentions:write",7]
            groups       | [["mentions:write"]]
            groups       | 7
            groups       | true
            sub          | 7
            sub          | ""
            sub          | " "
            sub          | {"a":1}
            upn          | 7
            preferred_username | ["a"]
            jti          | {"a":1}
            exp          | "tomorrow"
            exp          | {}
            aud          | {"beckon":true}
            iss          | ["https://beckon.local"]
            """)
    void a_claim_of_the_wrong_type_is_refused_as_an_invalid_token(String claim, String value) throws Exception {
        JsonNode json = new ObjectMapper().readTree(value);

        post(keys.tokenWith("team-docs", WRITE, MINUTE, Map.of(claim, json)))
                .statusCode(401).header("WWW-Authenticate", equalTo("Bearer error=\"invalid_token\""))
                .body("type", equalTo("/problems/unauthorized"));
    }

    @Test
    void an_array_of_strings_grants_and_a_mapping_of_roles_in_the_token_does_not() {
        post(keys.tokenWith("team-docs", Set.of("read", "mentions:write"), MINUTE, Map.of())).statusCode(202);
        post(keys.tokenWith("team-docs", Set.of("read"), MINUTE, Map.of("roleMappings", Map.of("read", "mentions:write"))))
                .statusCode(403);
    }

    @Test
    void clocks_may_differ_by_30_seconds() {
        post(expired(20)).statusCode(202);
        post(expired(31)).statusCode(401);
    }

    private static ValidatableResponse post(String token) {
        return given().auth().oauth2(token).contentType("application/json").body(mention("bob")).post("/mentions").then();
    }

    private String expired(int secondsAgo) {
        return keys.token("team-docs", "team-docs", WRITE, Instant.now().minusSeconds(secondsAgo + 60), MINUTE);
    }
}
