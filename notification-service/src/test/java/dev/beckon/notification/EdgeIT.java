package dev.beckon.notification;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.http.Problem;
import dev.beckon.testservers.ServiceManagement;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.Charset;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests that the service admits, and the metrics that a client's requests leave. */
@OnServers
class EdgeIT {

    static final int MEBIBYTE = 1 << 20;
    static final int MAX_BODY_BYTES = 128 * 1024;
    static final Pattern LABEL = Pattern.compile("(?:method|uri)=\"([^\"]*)\"");
    static final String READ_ALL = "{\"upTo\":0}";

    @Test
    void invented_methods_and_paths_share_one_label() throws IOException {
        for (int i = 0; i < 200; i++) {
            String end = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
            send("FOO%d /x%d".formatted(i, i) + end);
            send("FOO%d /inbox/user%d/read".formatted(i, i) + end);
            send("GET /inbox/user%d".formatted(i) + end);
            send("GET /inbox/user%d/nothing%d".formatted(i, i) + end);
            send("OPTIONS /y%d%s".formatted(i, "z".repeat(3_000)) + end);
        }

        String metrics = ServiceManagement.get("/q/metrics").asString();

        assertThat(metrics.length()).isLessThan(MEBIBYTE);
        assertThat(metrics.lines().filter(line -> line.startsWith("http_server"))
                .flatMap(line -> LABEL.matcher(line).results()).map(label -> label.group(1)).collect(Collectors.toSet()))
                .isSubsetOf("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "other", "/inbox/{user}",
                        "/inbox/{user}/notifications", "/inbox/{user}/changes", "/inbox/{user}/seen", "/inbox/{user}/read",
                        "/inbox/{user}/read-all", "/inbox/{user}/archive", "/inboxes/catch-up", "NOT_FOUND", "UNKNOWN",
                        "REDIRECTION", "root", "/");
    }

    @ParameterizedTest
    @CsvSource({"GET, '', archived=true, /archived", "GET, /notifications, BEFORE=3, /BEFORE", "GET, /notifications, limit=٥, /limit",
            "GET, /notifications, limit=%2B5, /limit",
            "GET, /notifications, limit=5&limit=6, /limit", "GET, /changes, since=0&since=1, /since",
            "GET, /notifications, before=3;colour=red, /colour", "GET, ;archived=true/notifications, limit=1, /archived",
            "GET, /changes, limit=1, /limit", "POST, /seen, dryRun=true, /dryRun", "POST, /read-all, dryRun=true, /dryRun"})
    void a_query_parameter_that_nobody_knows_or_that_is_no_number_is_refused_by_name(
            String method, String action, String query, String pointer) {
        Response refusal = new Api("ada").request().urlEncodingEnabled(query.contains("٥")).contentType("application/json")
                .body(method.equals("GET") ? "" : READ_ALL).request(method, "/inbox/ada" + action + "?" + query);

        assertThat(refusal.statusCode()).isEqualTo(400);
        assertThat(refusal.as(Problem.class).errors()).extracting(Problem.FieldError::pointer).containsExactly(pointer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32BE"})
    void json_in_another_encoding_than_utf_8_is_refused(String charset) {
        assertThat(post("identity", READ_ALL.getBytes(Charset.forName(charset))).statusCode()).isEqualTo(400);
    }

    @Test
    void gzip_is_read_within_a_bound_and_other_encodings_are_refused() throws IOException {
        assertThat(post("gzip", gzip(READ_ALL)).statusCode()).isEqualTo(200);
        assertThat(post("gzip", gzip(" ".repeat(MAX_BODY_BYTES + 1))).statusCode()).isEqualTo(413);
        assertThat(post("gzip", READ_ALL.getBytes(UTF_8)).statusCode()).isEqualTo(400);
        assertThat(post("br", READ_ALL.getBytes(UTF_8)).statusCode()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: a\r\nHost: b\r\n",
            "Host: a\r\nTransfer-Encoding: chunked, identity\r\n"})
    void a_request_that_can_be_read_in_two_ways_is_refused(String headers) throws IOException {
        assertThat(send("POST /inbox/ada/read HTTP/1.1\r\n" + headers + "\r\n")).startsWith("HTTP/1.1 400");
    }

    private static Response post(String encoding, byte[] body) {
        return given().auth().oauth2(Api.token("ada")).header("Content-Encoding", encoding).contentType("application/json")
                .body(body).post("/inbox/ada/read-all");
    }

    private static byte[] gzip(String plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String send(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            byte[] answer = new byte[4_096];
            int length = socket.getInputStream().read(answer);
            return new String(answer, 0, Math.max(0, length), ISO_8859_1);
        }
    }
}
