package dev.beckon.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.testservers.ServiceManagement;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A socket's address contains secrets; they stay out of the log even if the gateway cannot parse the request. */
@QuarkusTest
@TestProfile(LogInFile.class)
@QuarkusTestResource(RedisAndKeys.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MalformedRequestsIT {

    private static final List<String> MALFORMED = malformed();

    @TestHTTPResource("/")
    URI http;

    @ParameterizedTest
    @ValueSource(strings = {
            "GET %s HTTP/1.1\r\n\r\n",
            "GET %s HTTP/1.0\r\n\r\n",
            "GET %s HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "GET %s HTTP/1.1\r\nHost: a b\r\n\r\n",
            "GET %s HTTP/1.1\r\nHost: [::1\r\n\r\n",
            "GET %s HTTP/1.1\r\nHost: \u00ff\r\n\r\n",
            "GET %s HTTP/1.1\r\nHost: a:99999999\r\n\r\n",
            "GET http:// %s HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET http://a b%s HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET http://[%s HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET %s%%zz HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET %s%%ff HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET %s HTTP/9.9\r\nHost: a\r\n\r\n",
            "GET %s\r\n\r\n",
            "GET %s HTTP/1.1\r\nHost: a\r\nbroken\r\n\r\n",
            "GET %s HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 99\r\n\r\n",
            "GET %s HTTP/1.1\r\nHost: [\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n\r\n",
            "GET %s HTTP/1.1\r\nHost: a\r\nOrigin: %%\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            "POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
            "POST %s HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    })
    void a_malformed_request_puts_no_token_into_the_log(String request) throws IOException {
        for (String path : new String[] {"/socket/websocket", "/socket/longpoll", "/other"}) {
            String token = RedisAndKeys.token("ada");
            String address = path + "?vsn=2.0.0&token=" + token;

            send(request.formatted(address));
            ServiceManagement.get("/q/health/live").then().statusCode(200);

            assertThat(String.join("\n", LogInFile.lines())).doesNotContain(token, token.substring(token.length() - 40));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Host: a b\r\n", "Host: [::1\r\n", "Host: a:b\r\n"})
    void a_request_without_a_host_that_can_be_read_is_a_bad_request(String host) {
        assertThat(send("GET /q/openapi HTTP/1.1\r\n" + host + "\r\n"))
                .startsWith("HTTP/1.1 400 ").contains("application/problem+json", "/problems/bad-request");
    }

    @Test
    void control_characters_before_a_request_are_a_bad_request() {
        assertThat(send("\0\1\2GET /q/openapi HTTP/1.1\r\nHost: a\r\n\r\n")).matches("(?s)HTTP/1.. 400 .*");
    }

    /** A caller without a token could otherwise fill the disk with log lines. */
    @Test
    void malformed_requests_leave_a_few_lines_in_the_log_and_no_stack_trace() throws IOException {
        for (String request : MALFORMED) { // once each, waiting for the answer
            send(request);
        }
        int before = LogInFile.lines().size();

        for (int i = 0; i < 4; i++) { // and by clients that leave before the answer
            for (String request : MALFORMED) {
                abandon(request);
                abandon("GET /socket/longpoll HTTP/1.1\r\nHost: a\r\n\r\n" + request); // as the second on its connection
            }
        }

        ServiceManagement.get("/q/health/live").then().statusCode(200);
        List<String> lines = LogInFile.lines();
        assertThat(lines.subList(before, lines.size())).hasSizeLessThan(20);
        assertThat(lines).noneMatch(line -> line.contains("\"exceptionType\"") || line.contains("\"stackTrace\""));
    }

    /** The server must not answer a request inside the end of the one before: the stack would overflow. */
    @Test
    void ten_thousand_requests_at_once_on_one_connection_are_all_answered() throws IOException {
        String request = "GET /x HTTP/1.1\r\nHost:a\r\n\r\n";
        try (Socket socket = new Socket(http.getHost(), http.getPort())) {
            socket.setSoTimeout(20_000);
            Thread.startVirtualThread(() -> write(socket, request.repeat(9_999) + request.replace("Host", "Connection:close\r\nHost")));

            String answers = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);

            assertThat(answers.split("HTTP/1.1 404", -1)).hasSize(10_001);
        }
        assertThat(String.join("\n", LogInFile.lines())).doesNotContain("StackOverflow");
    }

    private static void write(Socket socket, String text) {
        try {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        } catch (IOException closed) {
            // the assertion then finds answers missing
        }
    }

    private static List<String> malformed() {
        String end = "Host: a\r\n\r\n";
        List<String> targets = List.of("*", "x", "http://", "http://a", "http://a b/", "http://[/", "//", "//[", "/%", "/%zz", "/%ff",
                "/%c0%ae", "/\0", "/\u00ff", "/..", "/../../x", "/a/%2e%2e/", "/;", "/?", "/?%", "/?%zz=%", "/#", "/socket/websocket?%zz",
                "/socket/longpoll?vsn=%zz", "/socket/longpoll?token=%", "/presence/users?ids=%zz", "/presence/users?%ff", "/q/%zz",
                "/blocks/%zz", "/blocks/%ff", "/blocks/%00", "/sockets/%2f/disconnect", "/demo/%zz", "a:80", "[", "\\");
        List<String> headers = List.of("Host: a b", "Host: [::1", "Host: \u00ff", "Host:", "Host: a:99999999", "Host: a:b", "Host: %zz",
                "Content-Length: x", "Content-Length: -1", "Content-Length: 99999999999999999999", "Content-Length: 1\r\nContent-Length: 2",
                "Transfer-Encoding: x", "Transfer-Encoding: chunked\r\n\r\nzz", "Expect: x", "Expect: 100-continue", "Accept: ;;;,/",
                "Accept: */*;q=x", "Accept-Language: ;;q=z", "Content-Type: ;;", "Content-Type: a/b; charset=x", "Cookie: ==;;=",
                "Cookie: a=\"", "Authorization: Bearer", "Authorization: Basic ////", "Authorization: x y z", "Range: bytes=x-",
                "If-Modified-Since: x", "Origin: %%", "Origin: null", "traceparent: x", "X-Forwarded-For: %", "Forwarded: for=",
                "Upgrade: websocket\r\nConnection: Upgrade", "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 99",
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x", "Upgrade: h2c",
                "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: x", "broken", ": x", "a b: c", "a\0: b", " folded",
                "X: " + "x".repeat(30_000));
        return Stream.of(
                targets.stream().flatMap(target -> Stream.of("GET", "POST", "OPTIONS", "CONNECT", "INVENTED")
                        .map(method -> method + " " + target + " HTTP/1.1\r\n" + end)),
                headers.stream().flatMap(header -> Stream.of("/", "/socket/websocket", "/socket/longpoll", "/broadcast", "/q/openapi")
                        .flatMap(path -> Stream.of("GET ", "POST ").map(method -> method + path + " HTTP/1.1\r\n" + header + "\r\n"
                                + end))),
                Stream.of("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "GET\r\n\r\n", " \r\n\r\n", "GET / HTTP/9.9\r\n" + end, "\0\1\2\r\n\r\n",
                        "GET / HTTP/1.1\r\n\r\n", "\u0016\u0003\u0001\u0002\0\u0001\0\r\n\r\n", "GET /" + "x".repeat(70_000)
                                + " HTTP/1.1\r\n" + end))
                .flatMap(each -> each).toList();
    }

    /** Returns when the server has closed the connection. */
    private void abandon(String request) {
        try (Socket socket = new Socket(http.getHost(), http.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        } catch (IOException closed) {
            // the server may close the connection at any time
        }
    }

    /** @return the start of the answer; empty if the server closed the connection without one */
    private String send(String request) {
        try (Socket socket = new Socket(http.getHost(), http.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            byte[] answer = new byte[4_096];
            int length = socket.getInputStream().read(answer);
            return new String(answer, 0, Math.max(0, length), ISO_8859_1);
        } catch (IOException closed) {
            return "";
        }
    }
}
