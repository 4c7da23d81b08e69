package dev.beckon.mention;

import static dev.beckon.mention.RefusalsIT.problem;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.beckon.testservers.tokens.DevKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The status of a mention as another server answers it, well or badly. */
@QuarkusTest
@QuarkusTestResource(KafkaForTests.class)
@QuarkusTestResource(value = StatusForwarderIT.OtherServer.class, restrictToAnnotatedClass = true)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StatusForwarderIT {

    private static final String STATUS = "{\"id\":\"01990a5c-7f3e-7c1a-9d5e-2f1b7a3c4d5e\",\"revision\":2,\"recipients\":[],\"of_a_later_release\":1}";

    DevKeys keys;

    @Test
    void the_answer_is_passed_on_as_it_is_and_the_question_with_the_callers_own_token() {
        String token = keys.token("team-docs", Set.of("mentions:write"), Duration.ofMinutes(1));

        Response answer = given().auth().oauth2(token).queryParam("caller", "team docs&co").queryParam("limit", 7)
                .queryParam("after", "ä").get("/mentions/{key}", "a/b;c?d%2F");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).startsWith("application/json");
        assertThat(answer.asString()).isEqualTo(STATUS);
        assertThat(OtherServer.ASKED.getLast()).startsWith("Bearer " + token + " /mentions/a%2Fb%3Bc%3Fd%252F?")
                .endsWith(" application/json").contains("caller=team%20docs%26co", "limit=7", "after=%C3%A4");
    }

    @Test
    void refusals_that_concern_the_caller_are_passed_on() {
        problem(get("404"), 404, "not-found").body("detail", equalTo("of the other server"));
        problem(get("403"), 403, "forbidden").header("WWW-Authenticate", "Bearer error=\"insufficient_scope\"");
        problem(get("400"), 400, "invalid-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"500", "503", "302", "page-200", "page-404", "broken-200", "empty-200", "cut", "slow"})
    void what_concerns_only_the_two_services_is_503(String key) {
        problem(get(key), 503, "unavailable").header("Retry-After", "2");
    }

    @Test
    void a_wrong_key_parameter_or_role_does_not_reach_the_other_server() {
        int asked = OtherServer.ASKED.size();

        problem(get("two words"), 400, "invalid-idempotency-key");
        problem(get("key?revision=1"), 400, "invalid-request");
        problem(given().auth().oauth2(keys.token("team-docs", Set.of("broadcast"), Duration.ofMinutes(1))).get("/mentions/key"), 403,
                "forbidden");
        problem(given().get("/mentions/key"), 401, "unauthorized");

        assertThat(OtherServer.ASKED).hasSize(asked);
    }

    private Response get(String key) {
        return given().auth().oauth2(keys.token("team-docs", Set.of("mentions:read"), Duration.ofMinutes(1))).get("/mentions/" + key);
    }

    /** Answers by the key: a status, or what is wrong with its body. */
    public static final class OtherServer implements QuarkusTestResourceLifecycleManager {

        static final List<String> ASKED = new CopyOnWriteArrayList<>();

        private final CountDownLatch stopping = new CountDownLatch(1);
        private HttpServer server;

        @Override
        public Map<String, String> start() {
            try {
                server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/mentions/", this::answer);
            server.start();
            return Map.of("mention.inbox.url", "http://127.0.0.1:" + server.getAddress().getPort());
        }

        private void answer(HttpExchange exchange) throws IOException {
            ASKED.add(exchange.getRequestHeaders().getFirst("Authorization") + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Accept"));
            String key = exchange.getRequestURI().getPath().substring("/mentions/".length());
            switch (key) {
                case "400" -> problem(exchange, 400, "invalid-request");
                case "403" -> {
                    exchange.getResponseHeaders().add("WWW-Authenticate", "Bearer error=\"insufficient_scope\"");
                    problem(exchange, 403, "forbidden");
                }
                case "404" -> problem(exchange, 404, "not-found");
                case "500" -> problem(exchange, 500, "internal-error");
                case "503" -> problem(exchange, 503, "overloaded");
                case "302" -> send(exchange, 302, "text/plain", "elsewhere");
                case "page-200" -> send(exchange, 200, "text/html", "<html>");
                case "page-404" -> send(exchange, 404, "text/html", "<html>");
                case "broken-200" -> send(exchange, 200, "application/json", "{\"id\":");
                case "empty-200" -> send(exchange, 200, "application/json", "");
                case "cut" -> exchange.close();
                case "slow" -> await();
                default -> send(exchange, 200, "application/json;charset=UTF-8", STATUS);
            }
        }

        private void await() {
            try {
                stopping.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static void problem(HttpExchange exchange, int status, String type) throws IOException {
            send(exchange, status, "application/problem+json", """
                    {"type":"/problems/%s","title":"a title","status":%d,"detail":"of the other server"}
                    """.formatted(type, status));
        }

        private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(status, body.isEmpty() ? -1 : body.getBytes(UTF_8).length);
            exchange.getResponseBody().write(body.getBytes(UTF_8));
            exchange.close();
        }

        @Override
        public void stop() {
            stopping.countDown();
            server.stop(0);
        }
    }
}
