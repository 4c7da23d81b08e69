package dev.beckon.gateway.auth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.gateway.RedisAndKeys;
import dev.beckon.testclients.FrameClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens with a good signature and claims of every wrong type, for sockets and for HTTP calls. */
@QuarkusTest
@QuarkusTestResource(RedisAndKeys.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TokenClaimsIT {

    @TestHTTPResource("/")
    URI http;

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            groups | {"admin":true}
            groups | "admin"
            groups | "a admin"
            groups | ["admin",7]
            groups | 7
            sub    | 7
            sub    | ""
            sub    | " "
            upn    | {"a":1}
            exp    | "tomorrow"
            exp    | 1e300
            exp    | 10000000000000000
            """)
    void a_claim_of_the_wrong_type_opens_no_socket_and_no_resource(String claim, String value) throws Exception {
        JsonNode json = new ObjectMapper().readTree(value);
        String token = RedisAndKeys.tokenWith("bob", Map.of(claim, json), "admin");

        given().auth().oauth2(token).get("/blocks").then().statusCode(401).body("type", equalTo("/problems/unauthorized"));
        assertRefused(token);
    }

    @Test
    void clocks_may_differ_by_30_seconds_for_sockets_and_resources_alike() {
        String within = RedisAndKeys.tokenExpired(Duration.ofSeconds(20), "bob", "admin");
        String beyond = RedisAndKeys.tokenExpired(Duration.ofSeconds(31), "bob", "admin");

        given().auth().oauth2(within).get("/blocks").then().statusCode(200);
        new FrameClient(http, "vsn=2.0.0&token=" + within).close();
        given().auth().oauth2(beyond).get("/blocks").then().statusCode(401);
        assertRefused(beyond);
    }

    private void assertRefused(String token) {
        assertThatThrownBy(() -> new FrameClient(http, "vsn=2.0.0&token=" + token))
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
    }
}
