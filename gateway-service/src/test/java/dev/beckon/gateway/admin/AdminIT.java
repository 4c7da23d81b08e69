package dev.beckon.gateway.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.beckon.gateway.RedisAndKeys;
import dev.beckon.testclients.FrameClient;
import dev.beckon.testservers.ServiceManagement;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP calls of operators and product teams, and their effect on clients. */
@QuarkusTest
@QuarkusTestResource(RedisAndKeys.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AdminIT {

    private static final String NEWS = "{\"topic\":\"room:lobby\",\"event\":\"news\",\"payload\":{\"n\":1}}";
    private static final int MAX_BODY_BYTES = 65_536;
    /** Twice the time a body may take. */
    private static final int PATIENCE_MILLIS = 20_000;

    @TestHTTPResource("/")
    URI http;

    @AfterEach
    void lift() {
        as("admin").delete("/blocks/bob").then().statusCode(204);
    }

    @Test
    void a_broadcast_reaches_a_room() throws Exception {
        try (FrameClient bob = connect("bob")) {
            bob.joined("room:lobby");

            broadcast(NEWS).statusCode(202);

            bob.expect("[null,null,\"room:lobby\",\"news\",{\"n\":1}]");
        }
    }

    @ParameterizedTest(name = "{0} is refused: {1} {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            {"topic":"notifications:bob","event":"news","payload":{}} | 403 | topic-not-allowed
            {"topic":"users_socket:bob","event":"disconnect","payload":{}} | 403 | topic-not-allowed
            {"topic":"other","event":"news","payload":{}}             | 403 | topic-not-allowed
            {"topic":"/blocks","event":"changed","payload":{}}        | 400 | invalid-request
            {"topic":"room:a b","event":"news","payload":{}}          | 400 | invalid-request
            {"topic":"room:lobby","event":"phx_close","payload":{}}   | 400 | invalid-request
            {"topic":"room:lobby","event":"presence_diff","payload":{}} | 400 | invalid-request
            {"topic":"room:lobby","event":"chan_reply_7","payload":{}} | 400 | invalid-request
            {"topic":"room:lobby","event":"news","payload":{"from":"bob"}} | 400 | invalid-request
            {"topic":"room:lobby","event":"","payload":{}}            | 400 | invalid-request
            {"topic":"room:lobby","event":"news","payload":[]}        | 400 | invalid-request
            {"topic":"room:lobby","event":"news"}                     | 400 | invalid-request
            {"topic":7,"event":"news","payload":{}}                   | 400 | invalid-request
            {"topic":"room:lobby","event":"news","payload":{},"x":1}  | 400 | invalid-request
            []                                                        | 400 | invalid-request
            {"topic":                                                 | 400 | malformed-json
            {} {}                                                     | 400 | malformed-json
            {"a":1,"a":2}                                             | 400 | malformed-json
            """)
    void a_broadcast_that_is_not_right_says_why(String body, int status, String type) {
        broadcast(body).statusCode(status).contentType("application/problem+json").body("type", equalTo("/problems/" + type));
    }

    @Test
    void a_body_of_64_KiB_is_taken_and_one_byte_more_is_not() {
        String around = "{\"topic\":\"room:lobby\",\"event\":\"news\",\"payload\":{\"a\":\"\"}}";
        String full = around.replace("\"\"", "\"" + "x".repeat(MAX_BODY_BYTES - around.length()) + "\"");

        broadcast(full).statusCode(202);
        broadcast(full + " ").statusCode(413).body("type", equalTo("/problems/body-too-large"));
    }

    @Test
    void a_user_is_disconnected_and_may_come_back() throws Exception {
        try (FrameClient bob = connect("bob")) {
            as("admin").post("/sockets/bob/disconnect").then().statusCode(202);

            assertThat(bob.expectClosed()).isEqualTo(1001);
        }
        connect("bob").close();
    }

    @Test
    void a_blocked_user_is_kept_out_until_the_block_is_lifted() throws Exception {
        try (FrameClient bob = connect("bob")) {
            as("admin").put("/blocks/bob").then().statusCode(204);

            assertThat(bob.expectClosed()).isEqualTo(1001);
        }
        Assertions.assertThatThrownBy(() -> connect("bob")).hasCauseInstanceOf(WebSocketHandshakeException.class);
        as("admin").get("/blocks").then().statusCode(200).body("users", contains("bob"));

        as("admin").delete("/blocks/bob").then().statusCode(204);

        connect("bob").close();
        as("admin").get("/blocks").then().body("users", empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"o'brien@x.com", "Ünal", "a/b", "a b", "100%", "%2F", "urn:x:y", "a;b,c?d#e", "\"q\\", "+", "😀"})
    void a_user_id_of_any_form_connects_is_blocked_and_let_in_again(String user) throws Exception {
        try (FrameClient device = connect(user)) {
            device.joined("room:lobby");
            as("admin").put("/blocks/{user}", user).then().statusCode(204);

            assertThat(device.expectClosed()).isEqualTo(1001);
        }
        as("admin").get("/blocks").then().body("users", contains(user));

        as("admin").delete("/blocks/{user}", user).then().statusCode(204);

        try (FrameClient device = connect(user)) {
            as("admin").post("/sockets/{user}/disconnect", user).then().statusCode(202);
            assertThat(device.expectClosed()).isEqualTo(1001);
        }
    }

    @Test
    void a_broadcast_whose_body_does_not_come_is_not_waited_for() throws Exception {
        try (Socket caller = new Socket("localhost", http.getPort())) {
            caller.setSoTimeout(PATIENCE_MILLIS);
            caller.getOutputStream().write("""
                    POST /broadcast HTTP/1.1\r
                    Host: localhost\r
                    Authorization: Bearer %s\r
                    Content-Type: application/json\r
                    Content-Length: 100\r
                    \r
                    {""".formatted(RedisAndKeys.token("office", "broadcast")).getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(caller.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 408").contains("/problems/body-too-slow");
        }
    }

    @Test
    void a_gzip_broadcast_is_read_within_the_limit_and_no_other_encoding_is() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(NEWS.getBytes(StandardCharsets.UTF_8));
        }
        ByteArrayOutputStream large = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(large)) {
            gzip.write(" ".repeat(65_537).getBytes(StandardCharsets.UTF_8));
        }

        encoded("gzip", packed.toByteArray()).statusCode(202);
        encoded("gzip", large.toByteArray()).statusCode(413);
        encoded("gzip", NEWS.getBytes(StandardCharsets.UTF_8)).statusCode(400);
        encoded("br", NEWS.getBytes(StandardCharsets.UTF_8)).statusCode(415);
        encoded("identity", NEWS.getBytes(StandardCharsets.UTF_16)).statusCode(400);
    }

    private static ValidatableResponse encoded(String encoding, byte[] body) {
        return as("broadcast").header("Content-Encoding", encoding).contentType("application/json").body(body)
                .post("/broadcast").then();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"PUT, /blocks/bob?dryRun=true", "GET, /blocks?limit=1", "GET, /presence/users?ids=bob&IDS=eve",
            "GET, /presence/users?ids=bob&ids=eve", "POST, /broadcast?to=all"})
    void a_query_parameter_that_the_call_does_not_have_is_refused(String method, String path) {
        as("admin", "presence:read", "broadcast").contentType("application/json").body(method.equals("GET") ? "" : NEWS)
                .request(method, path).then().statusCode(400).body("type", equalTo("/problems/invalid-request"));
    }

    @Test
    void methods_and_paths_that_callers_invent_are_no_labels_of_metrics() {
        for (int i = 0; i < 50; i++) {
            given().request("INVENTED" + i, "/blocks");
            given().request("INVENTED" + i, "/invented/" + i);
            given().get("/socket/invented" + i);
        }

        assertThat(ServiceManagement.get("/q/metrics").asString()).contains("method=\"other\"").doesNotContainIgnoringCase("invented");
    }

    @ParameterizedTest(name = "{0} {1} with role {2} is answered {3}")
    @CsvSource({
            "POST, /broadcast, admin, 403", "POST, /sockets/bob/disconnect, broadcast, 403", "PUT, /blocks/bob, broadcast, 403",
            "DELETE, /blocks/bob, broadcast, 403", "GET, /blocks, broadcast, 403", "PUT, /blocks/%20bob, admin, 400",
            "GET, /broadcast, broadcast, 405", "GET, /nothing, admin, 404",
    })
    void each_call_has_its_role_and_its_form(String method, String path, String role, int status) {
        as(role).contentType("application/json").body(method.equals("GET") ? "" : NEWS).urlEncodingEnabled(false)
                .request(method, path).then().statusCode(status).contentType("application/problem+json");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"POST, /broadcast", "POST, /sockets/bob/disconnect", "PUT, /blocks/bob", "DELETE, /blocks/bob", "GET, /blocks"})
    void nobody_does_it_without_a_token(String method, String path) {
        given().contentType("application/json").request(method, path)
                .then().statusCode(401).body("type", equalTo("/problems/unauthorized"));
        given().contentType("application/json").auth().oauth2(RedisAndKeys.expiredToken("admin")).request(method, path)
                .then().statusCode(401).header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    }

    private static ValidatableResponse broadcast(String body) {
        return as("broadcast").contentType("application/json").body(body).post("/broadcast").then();
    }

    private static RequestSpecification as(String... role) {
        return given().auth().oauth2(RedisAndKeys.token("operator", role));
    }

    private FrameClient connect(String user) {
        return new FrameClient(http, "vsn=2.0.0&token=" + RedisAndKeys.token(user));
    }
}
