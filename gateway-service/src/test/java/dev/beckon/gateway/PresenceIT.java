package dev.beckon.gateway;

import static io.restassured.RestAssured.given;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.testclients.FrameClient;
import dev.beckon.testclients.Json;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The presence of a room, and refused requests for online users; the system tests cover the answers. */
@QuarkusTest
@QuarkusTestResource(RedisAndKeys.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PresenceIT {

    static final String JOIN = "[\"1\",\"1\",\"room:lobby\",\"phx_join\",{}]";

    @TestHTTPResource("/")
    URI http;

    @Test
    void a_room_shows_who_is_in_it_with_name_and_time() throws Exception {
        Instant before = Instant.now().minusSeconds(1);
        try (FrameClient ada = connect("ada")) {
            ada.send(JOIN);

            JsonNode meta = presence(ada, "presence_state").at("/ada/metas/0");
            assertThat(meta.get("name").asText()).isEqualTo("ada");
            assertThat(Instant.parse(meta.get("online_at").asText())).isBetween(before, Instant.now());
            assertThat(meta.get("phx_ref").asText()).isNotEmpty();
        }
    }

    @Test
    void members_of_a_room_receive_who_comes_and_goes() throws Exception {
        try (FrameClient ada = connect("ada")) {
            ada.send(JOIN);
            presence(ada, "presence_state");
            try (FrameClient grace = connect("grace")) {
                grace.send(JOIN);
                awaitDiff(ada, "joins", "grace");
            }
            awaitDiff(ada, "leaves", "grace");
        }
    }

    @Test
    void nobody_is_online_where_nobody_has_an_inbox_open() {
        String thousand = Stream.generate(() -> UUID.randomUUID().toString()).limit(1_000).collect(joining(","));

        as("presence:read").get("/presence/users?ids=" + thousand).then().statusCode(200).body("online", empty());
        as("presence:read").urlEncodingEnabled(false).get("/presence/users?ids=" + thousand.replace(",", "%2C"))
                .then().statusCode(200);
    }

    @Test
    void one_id_too_many_is_a_problem() {
        as("presence:read").get("/presence/users?ids=x" + ",x".repeat(1_000)).then().statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/invalid-request"))
                .body("errors[0].pointer", equalTo("/ids"))
                .body("errors[0].detail", containsString("1001"));
    }

    @Test
    void ids_of_any_form_can_be_asked_for() {
        as("presence:read").queryParam("ids", "a b,a/b,Ünal,100%,😀").queryParam("id", "a,b", "o'brien@x.com")
                .get("/presence/users").then().statusCode(200).body("online", empty());
    }

    @Test
    void an_id_that_is_none_is_named() {
        as("presence:read").queryParam("ids", "ada, not one").get("/presence/users").then().statusCode(400)
                .body("errors.pointer", equalTo(List.of("/ids/1")));
    }

    @Test
    void who_is_online_needs_a_token_with_the_role() {
        given().get("/presence/users?ids=ada").then().statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", "Bearer");
        given().auth().oauth2(RedisAndKeys.expiredToken("mailer")).get("/presence/users?ids=ada").then().statusCode(401)
                .body("type", equalTo("/problems/unauthorized"));
        as("mentions:write").get("/presence/users?ids=ada").then().statusCode(403)
                .body("type", equalTo("/problems/forbidden"));
    }

    @Test
    void other_methods_and_paths_are_problems_too() {
        as("presence:read").post("/presence/users?ids=ada").then().statusCode(405)
                .body("type", equalTo("/problems/method-not-allowed"));
        as("presence:read").get("/presence").then().statusCode(404).body("type", equalTo("/problems/not-found"));
    }

    FrameClient connect(String user) {
        return new FrameClient(http, "vsn=2.0.0&token=" + RedisAndKeys.token(user));
    }

    private static RequestSpecification as(String role) {
        return given().auth().oauth2(RedisAndKeys.token("mailer", role));
    }

    private static void awaitDiff(FrameClient client, String side, String user) throws Exception {
        while (!presence(client, "presence_diff").get(side).has(user)) {
            // skips other diffs, such as those an earlier test left
        }
    }

    /** The payload of the next {@code event}. */
    private static JsonNode presence(FrameClient client, String event) throws Exception {
        while (true) {
            JsonNode frame = Json.tree(client.nextPresence());
            if (frame.get(3).asText().equals(event)) {
                return frame.get(4);
            }
        }
    }
}
