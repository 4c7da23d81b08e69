package dev.beckon.mention;

import static dev.beckon.mention.RefusalsIT.problem;
import static dev.beckon.testservers.Await.soon;
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
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The status of a mention as another server answers it, well or badly; two more of its addresses are of servers that are away. */
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
    void addresses_without_a_server_or_with_one_that_answers_503_are_skipped() {
        int away = OtherServer.AWAY.get();

        for (int call = 0; call < 3; call++) {
            assertThat(get("key").statusCode()).isEqualTo(200);
        }

        assertThat(OtherServer.AWAY.get()).isGreaterThan(away);
    }

    @Test
    void of_more_calls_at_a_time_than_configured_the_next_gets_503() {
        int asked = OtherServer.ASKED.size();
        HttpRequest question = HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/mentions/held"))
                .header("Authorization", "Bearer " + keys.token("team-docs", Set.of("mentions:read"), Duration.ofMinutes(1))).build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            List<CompletableFuture<HttpResponse<Void>>> held = Stream.generate(() -> http.sendAsync(question, BodyHandlers.discarding()))
                    .limit(2).toList();
            soon().until(() -> OtherServer.ASKED.size() == asked + 2);

            problem(get("key"), 503, "overloaded").header("Retry-After", "2");
            OtherServer.HELD.release(2);

            assertThat(held).extracting(CompletableFuture::join).extracting(HttpResponse::statusCode).containsExactly(200, 200);
        }
        soon().until(() -> get("key").statusCode() == 200);
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

        /** Calls that came to the address where all get 503. */
        static final AtomicInteger AWAY = new AtomicInteger();

        /** Each answer to the key {@code held} waits for a permit. */
        static final Semaphore HELD = new Semaphore(0);

        private final CountDownLatch stopping = new CountDownLatch(1);
        private final Socket unheard = new Socket(); // its port is taken and not listened at
        private HttpServer server;
        private HttpServer away;

        @Override
        public Map<String, String> start() {
            try {
                server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
                away = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
                unheard.bind(new InetSocketAddress("127.0.0.1", 0));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/mentions/", this::answer);
            server.start();
            away.createContext("/mentions/", exchange -> {
                AWAY.incrementAndGet();
                problem(exchange, 503, "stopping");
            });
            away.start();
            String urls = Stream.of(unheard.getLocalPort(), away.getAddress().getPort(), server.getAddress().getPort())
                    .map(port -> "http://127.0.0.1:" + port).collect(Collectors.joining(","));
            return Map.of("mention.inbox.url", urls, "mention.inbox.max-calls", "2");
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
                case "held" -> {
                    HELD.acquireUninterruptibly();
                    send(exchange, 200, "application/json", STATUS);
                }
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
            away.stop(0);
            try {
                unheard.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
