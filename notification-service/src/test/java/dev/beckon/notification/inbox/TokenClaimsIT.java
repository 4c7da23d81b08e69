package dev.beckon.notification.inbox;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.notification.OnServers;
import dev.beckon.notification.Servers;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens with a good signature and claims of every wrong type. */
@OnServers
class TokenClaimsIT {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            groups | {"inboxes:read":true}
            groups | "inboxes:read"
            groups | "a inboxes:read"
            groups | ["inboxes:read",null]
            groups | 7
            sub    | 7
            upn    | {"a":1}
            exp    | "tomorrow"
            """)
    void a_claim_of_the_wrong_type_is_refused_as_an_invalid_token(String claim, String value) throws Exception {
        JsonNode json = new ObjectMapper().readTree(value);
        String token = Servers.keys.tokenWith("ada", Set.of("inboxes:read"), MINUTE, Map.of(claim, json));

        catchUp(token).statusCode(401);
        own(token).statusCode(401);
    }

    @Test
    void clocks_may_differ_by_30_seconds() {
        own(expired(20)).statusCode(200);
        own(expired(31)).statusCode(401);
    }

    private static ValidatableResponse own(String token) {
        return given().auth().oauth2(token).get("/inbox/ada").then();
    }

    private static ValidatableResponse catchUp(String token) {
        return given().auth().oauth2(token).contentType("application/json").body("[{\"user\":\"ada\"}]").post("/inboxes/catch-up").then();
    }

    private static String expired(int secondsAgo) {
        return Servers.keys.token("ada", "ada", Set.of(), Instant.now().minusSeconds(secondsAgo + 60), MINUTE);
    }
}
