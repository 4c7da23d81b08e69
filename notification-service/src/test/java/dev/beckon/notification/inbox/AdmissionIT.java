package dev.beckon.notification.inbox;

import static dev.beckon.testservers.Await.soon;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.http.Problem;
import dev.beckon.notification.Api;
import dev.beckon.notification.Database;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import dev.beckon.testservers.ServiceManagement;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests at each bound, and one past it. */
@OnServers
class AdmissionIT {

    /** The value in the tests' configuration: a busy machine can open this many before the first one's body is due. */
    static final int MAX_REQUESTS = 100;
    static final int MAX_CATCH_UPS = 16;

    final String ada = Mentions.newUser();
    final List<Socket> connections = new ArrayList<>();

    @AfterEach
    void every_place_is_given_back() throws IOException {
        for (Socket connection : connections) {
            connection.close();
        }
        soon().untilAsserted(() -> assertThat(underWay("all")).isZero());
        assertThat(underWay("catch-up")).isZero();
    }

    @Test
    void as_many_requests_as_the_limit_are_taken_and_the_next_is_refused_at_once() throws IOException {
        for (int i = 0; i < MAX_REQUESTS; i++) {
            connections.add(withoutItsBody(Mentions.newUser())); // a single user may not open this many
        }
        soon().untilAsserted(() -> assertThat(underWay("all")).isEqualTo(MAX_REQUESTS));

        refused(new Api(ada).request().get("/inbox/{user}", ada));

        connections.removeFirst().close();
        soon().untilAsserted(() -> assertThat(new Api(ada).request().get("/inbox/{user}", ada).statusCode()).isEqualTo(200));
        assertThat(ServiceManagement.get("/q/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void one_user_has_few_unfinished_bodies_and_they_hold_nobody_else_up() throws IOException {
        for (int i = 0; i < 50; i++) {
            connections.add(withoutItsBody(ada));
        }
        soon().untilAsserted(() -> assertThat(underWay("all")).isEqualTo(50));
        try (Socket surplus = withoutItsBody(ada)) {
            assertThat(new String(surplus.getInputStream().readNBytes(12), US_ASCII)).isEqualTo("HTTP/1.1 429");
        }
        String other = Mentions.newUser();

        assertThat(new Api(other).request().get("/inbox/{user}", other).statusCode()).isEqualTo(200);
        assertThat(new Api(ada).request().get("/inbox/{user}", ada).statusCode()).isEqualTo(200);
    }

    @Test
    void a_body_that_does_not_come_is_not_waited_for() throws IOException {
        try (Socket connection = withoutItsBody(ada)) {
            String answer = new String(connection.getInputStream().readAllBytes(), US_ASCII);

            assertThat(answer).startsWith("HTTP/1.1 408").contains(Problem.MEDIA_TYPE, "/problems/body-too-slow");
        }
    }

    @Test
    void sixteen_catch_ups_are_taken_and_the_next_is_refused_at_once_while_others_are_answered() throws Exception {
        try (ExecutorService gateways = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Response>> calls;
            try (Database.Lock _ = Database.lock("notification")) {
                calls = Stream.generate(() -> gateways.submit(this::catchUp)).limit(MAX_CATCH_UPS).toList();
                soon().untilAsserted(() -> assertThat(underWay("catch-up")).isEqualTo(MAX_CATCH_UPS));

                refused(catchUp());
                assertThat(new Api(ada).request().get("/inbox/{user}", ada).statusCode()).isEqualTo(200);
            }
            for (Future<Response> call : calls) {
                assertThat(call.get().asString()).doesNotContain("overloaded");
            }
        }
    }

    private static void refused(Response refusal) {
        assertThat(refusal.statusCode()).isEqualTo(503);
        assertThat(refusal.contentType()).startsWith(Problem.MEDIA_TYPE);
        assertThat(refusal.path("type").toString()).isEqualTo("/problems/overloaded");
        assertThat(refusal.header("Retry-After")).isEqualTo("2");
    }

    private Response catchUp() {
        return given().auth().oauth2(Api.token("gateway-1", "inboxes:read")).contentType("application/json")
                .body("[{\"user\":\"%s\"}]".formatted(ada)).post("/inboxes/catch-up");
    }

    private Socket withoutItsBody(String user) throws IOException {
        Socket connection = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
        connection.setSoTimeout(60_000);
        connection.getOutputStream().write(("POST /inbox/" + user + "/read HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + "Content-Length: 100\r\nAuthorization: Bearer " + Api.token(user) + "\r\n\r\n{").getBytes(US_ASCII));
        return connection;
    }

    private static double underWay(String kind) {
        return ServiceManagement.get("/q/metrics").asString().lines()
                .filter(line -> line.startsWith("beckon_inbox_requests{kind=\"%s\"".formatted(kind)))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).sum();
    }
}
