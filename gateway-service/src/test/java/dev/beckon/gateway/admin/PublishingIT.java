package dev.beckon.gateway.admin;

import static dev.beckon.testservers.Await.soon;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.beckon.gateway.RedisAndKeys;
import dev.beckon.testclients.FrameClient;
import dev.beckon.testservers.ServiceManagement;
import dev.beckon.testservers.processes.Signal;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The answers of calls that publish state whether the message left the gateway: Redis is healthy, killed, paused, and back. */
@QuarkusTest
@QuarkusTestResource(RedisAndKeys.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PublishingIT {

    private static final String NEWS = "{\"topic\":\"room:lobby\",\"event\":\"news\",\"payload\":{\"n\":1}}";

    @TestHTTPResource("/")
    URI http;

    @AfterEach
    void mend() {
        signal(Signal.CONT);
        RedisAndKeys.redis().start();
        soon().until(() -> ServiceManagement.get("/q/metrics").asString().contains("channels_redis_connections 2.0"));
    }

    @Test
    void the_answer_counts_the_gateways_that_Redis_handed_a_message_to() throws Exception {
        broadcast().then().statusCode(202).body("receivers", equalTo(0));
        try (FrameClient bob = new FrameClient(http, "vsn=2.0.0&token=" + RedisAndKeys.token("bob"))) {
            bob.joined("room:lobby");

            broadcast().then().statusCode(202).body("receivers", equalTo(1));
        }
        disconnect().then().statusCode(202).body("receivers", equalTo(1));
    }

    @Test
    void without_a_Redis_only_clients_of_this_gateway_get_a_message_and_the_call_fails() throws Exception {
        try (FrameClient bob = new FrameClient(http, "vsn=2.0.0&token=" + RedisAndKeys.token("bob"))) {
            bob.joined("room:lobby");
            signal(Signal.KILL);

            // until the gateway has noticed, the outcome is ambiguous
            soon().until(() -> notPublished(broadcast()).contains("only clients of this gateway got the message"));

            bob.expect("[null,null,\"room:lobby\",\"news\",{\"n\":1}]");
            notPublished(disconnect());
            bob.expectClosed();
        }
        mend();
        soon().until(() -> broadcast().statusCode() == 202);
        disconnect().then().statusCode(202).body("receivers", equalTo(1));
    }

    @Test
    void a_Redis_that_stands_still_leaves_it_open_whether_others_get_a_message() {
        signal(Signal.STOP);

        broadcast().then().statusCode(503).body("detail", containsString("Redis did not answer"));
        notPublished(disconnect());

        mend();
        soon().until(() -> broadcast().statusCode() == 202);
    }

    private static void signal(Signal signal) {
        RedisAndKeys.redis().process().find().ifPresent(signal::sendTo);
    }

    /** @return the detail of the refusal */
    private static String notPublished(Response answer) {
        answer.then().statusCode(503).contentType("application/problem+json").header("Retry-After", "2")
                .body("type", equalTo("/problems/not-published"));
        return answer.path("detail");
    }

    private static Response broadcast() {
        return as("broadcast").contentType("application/json").body(NEWS).post("/broadcast");
    }

    private static Response disconnect() {
        return as("admin").post("/sockets/bob/disconnect");
    }

    private static RequestSpecification as(String role) {
        return given().auth().oauth2(RedisAndKeys.token("operator", role));
    }
}
