package dev.beckon.gateway.auth;

import static dev.beckon.testservers.Await.soon;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import dev.beckon.gateway.LogInFile;
import dev.beckon.gateway.RedisAndKeys;
import dev.beckon.testclients.FrameClient;
import dev.beckon.testservers.ServiceManagement;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** A gateway whose key server is away at start, comes up, and fails again. */
@QuarkusTest
@TestProfile(KeysIT.Alone.class)
@QuarkusTestResource(value = RedisAndKeys.class, initArgs = @ResourceArg(name = "keys", value = "later"), restrictToAnnotatedClass = true)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KeysIT {

    /** Its own profile, because applications of one profile share their metrics. */
    public static final class Alone extends LogInFile {}

    @TestHTTPResource("/")
    URI http;

    @Test
    void without_keys_it_is_not_ready_and_refuses_as_failed_and_with_them_it_serves_on_whatever_the_key_server_does()
            throws Exception {
        String token = RedisAndKeys.token("bob", "admin");

        ServiceManagement.get("/q/health/ready").then().statusCode(503);
        ServiceManagement.get("/q/health/live").then().statusCode(200);
        assertThatThrownBy(() -> new FrameClient(http, "vsn=2.0.0&token=" + token))
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
        given().auth().oauth2(token).get("/blocks").then().statusCode(503).header("Retry-After", "5")
                .body("type", equalTo("/problems/keys-unavailable"));
        assertThat(ServiceManagement.get("/q/metrics").asString()).contains("channels_refused_total{reason=\"failed\"} 1.0",
                "channels_refused_total{reason=\"refused\"} 0.0", "beckon_keys_failing 1.0");
        assertThat(LogInFile.lines().stream().filter(line -> line.contains("Cannot get the keys"))).hasSize(1);

        try (KeyServer keys = RedisAndKeys.publishKeysLater()) {
            soon().until(() -> ServiceManagement.get("/q/health/ready").statusCode() == 200);
            given().auth().oauth2(token).get("/blocks").then().statusCode(200);
            keys.answer(500, "");
            given().auth().oauth2(token).get("/blocks").then().statusCode(200);
            new FrameClient(http, "vsn=2.0.0&token=" + token).close();
            ServiceManagement.get("/q/health/ready").then().statusCode(200);
        }
    }
}
