package dev.beckon.mention;

import static dev.beckon.mention.Calls.mention;
import static dev.beckon.testservers.Await.soon;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import dev.beckon.testservers.ServiceManagement;
import dev.beckon.testservers.tokens.DevKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The module {@code http} in a running service. */
@QuarkusTest
@QuarkusTestResource(KafkaForTests.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EdgeIT {

    private static final Pattern LABEL = Pattern.compile("(?:method|uri)=\"([^\"]*)\"");

    DevKeys keys;
    Calls calls;

    @TestHTTPResource("/")
    URI url;

    @BeforeEach
    void calls() {
        calls = new Calls(keys);
    }

    @Test
    void methods_and_paths_that_callers_invent_are_no_labels_of_metrics() throws IOException {
        for (int i = 0; i < 300; i++) {
            raw("INVENTED%d /mentions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n".formatted(i));
            raw("GET /invented/%d HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(i));
            raw("INVENTED%d /invented/%d HTTP/1.1\r\nHost: localhost\r\nX-Invented-%d: 1\r\n\r\n".formatted(i, i, i));
        }

        String metrics = ServiceManagement.get("/q/metrics").asString();

        List<String> labels = LABEL.matcher(metrics).results().map(found -> found.group(1)).distinct().toList();
        assertThat(metrics).doesNotContainIgnoringCase("invented");
        assertThat(labels).contains("other").isSubsetOf(
                "GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "other", "/mentions", "/mentions/{key}", "/access/revoked",
                "NOT_FOUND", "UNKNOWN", "root", "/");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "Host: localhost\r\nHost: localhost", "Host: localhost\r\nHost: evil.example",
            "Host: localhost\r\nTransfer-Encoding: chunked, identity", "Host: localhost\r\nTransfer-Encoding: identity",
            "Host: localhost\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
            "Host: localhost\r\nTransfer-Encoding: gzip, chunked",
            "Host: localhost\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b",
            "Host: localhost\r\nContent-Type: text/plain"})
    void a_request_that_can_be_read_in_two_ways_is_a_bad_request(String headers) throws IOException {
        assertThat(raw("POST /mentions HTTP/1.1\r\n" + headers + "\r\nContent-Type: application/json\r\n\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /mentions HTTP/1.0", "GET /q/openapi HTTP/1.0", "POST /mentions HTTP/1.0\r\nHost: a b"})
    void a_request_without_a_host_in_HTTP_1_0_is_a_bad_request(String head) throws IOException {
        assertThat(raw(head + "\r\nContent-Length: 0\r\n\r\n")).containsPattern("^HTTP/1.[01] 400 ").contains("/problems/bad-request");
    }

    @Test
    void the_management_port_reads_requests_as_strictly_but_answers_probes_without_a_host() throws IOException {
        assertThat(raw(ServiceManagement.port(), "GET /q/health/live HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.0 200 ");
        for (String head : List.of("GET /q/health HTTP/1.1\r\nHost: a\r\nHost: b", "GET /q/%zz HTTP/1.1\r\nHost: a",
                "GET /q/health HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity")) {
            assertThat(raw(ServiceManagement.port(), head + "\r\n\r\n")).startsWith("HTTP/1.1 400 ").contains("/problems/bad-request");
        }
    }

    @Test
    void a_request_line_behind_control_characters_is_a_bad_request() throws IOException {
        assertThat(raw("\0\1\2GET /q/openapi HTTP/1.1\r\nHost: localhost\r\n\r\n")).contains(" 400 Bad Request");
    }

    @Test
    void HTTP_2_without_TLS_is_off() throws IOException {
        assertThat(raw("GET /q/openapi HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n")).startsWith("HTTP/1.1 200 ");
        assertThat(raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).contains(" 400 Bad Request\n");
    }

    @Test
    void HTTP_2_without_TLS_is_off_at_the_management_port() throws IOException {
        for (String begun : List.of("GET", "PUT", "PR", "P", "PRI")) {
            try (RawHttp http = new RawHttp(ServiceManagement.port())) {
                http.write(begun);
                http.write(" /q/health/live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                        + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");
                assertThat(http.response()).startsWith(begun.equals("PRI") ? "HTTP/1.1 400 " : "HTTP/1.1 200 ");
            }
        }
        assertThat(raw(ServiceManagement.port(), "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void the_management_port_takes_no_bodies() throws IOException {
        assertThat(raw(ServiceManagement.port(), "POST /q/health/live HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000000\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
    }

    @ParameterizedTest
    @CsvSource({"dryRun=true, /dryRun", "dryrun, /dryrun", "a=1&b=2, /b", "%D9%A5=1, /٥", "a;dryRun=1, /dryRun", ";dryRun=1, /dryRun"})
    void a_query_parameter_that_the_call_does_not_have_is_refused_by_name_and_nothing_is_accepted(String query, String pointer) {
        calls.as("team-docs").body(mention("bob")).urlEncodingEnabled(false).post("/mentions?" + query).then()
                .statusCode(400)
                .body("type", equalTo("/problems/invalid-request"))
                .body("errors.pointer", hasItem(pointer))
                .body("errors[0].detail", startsWith("is not known"));
    }

    @Test
    void a_parameter_in_the_path_is_refused_by_name() {
        calls.as("team-docs").body(mention("bob")).urlEncodingEnabled(false).post("/mentions;dryRun=true").then()
                .statusCode(400).body("errors.pointer", hasItem("/dryRun"));
    }

    @Test
    void a_gzip_body_is_read_and_bounded_by_what_it_inflates_to() throws IOException {
        byte[] whole = gzip(mention("bob"));
        encoded("gzip", whole).then().statusCode(202);
        encoded("GZIP", whole).then().statusCode(202);
        encoded("gzip", gzip(" ".repeat((1 << 20) + 1))).then().statusCode(413).body("type", equalTo("/problems/body-too-large"));
        encoded("gzip", mention("bob").getBytes(UTF_8)).then().statusCode(400).body("type", equalTo("/problems/malformed-json"));
        encoded("gzip", Arrays.copyOf(whole, whole.length - 20)).then().statusCode(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "zstd", "gzip, gzip", "aes128gcm"})
    void another_encoding_of_a_body_is_refused(String encoding) {
        encoded(encoding, mention("bob").getBytes(UTF_8)).then()
                .statusCode(415).body("type", equalTo("/problems/unsupported-media-type"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "ISO-8859-1"})
    void JSON_that_is_not_UTF_8_is_refused(String charset) {
        encoded("identity", mention("bob").replace("Ada", "Ad\u00e4").getBytes(Charset.forName(charset))).then()
                .statusCode(400).body("type", equalTo("/problems/malformed-json"));
    }

    @Test
    void a_thousand_idle_connections_of_one_address_leave_room_for_others_and_for_probes() throws IOException {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 2_000; i++) {
                idle.add(new Socket(url.getHost(), url.getPort()));
            }
            ServiceManagement.get("/q/health/live").then().statusCode(200);
            assertThat(ServiceManagement.get("/q/metrics").asString()).contains("beckon_http_connections_refused_total");
            try (Socket other = new Socket(InetAddress.getByName(url.getHost()), url.getPort(), InetAddress.getByName("127.0.0.2"), 0)) {
                other.setSoTimeout(10_000);
                other.getOutputStream().write("GET /q/openapi HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
                assertThat(other.getInputStream().readNBytes(12)).asString(UTF_8).isEqualTo("HTTP/1.1 200");
            }
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "POST /mentions HTTP/1.1\r\nHost: a\r\nX"})
    void a_connection_without_a_whole_request_is_closed(String begun) throws IOException {
        try (Socket silent = new Socket(url.getHost(), url.getPort())) {
            silent.setSoTimeout(20_000);
            silent.getOutputStream().write(begun.getBytes(UTF_8));
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
    }

    /** More unfinished bodies than worker threads, of sizes within one packet and beyond it. */
    @ParameterizedTest
    @ValueSource(ints = {100, 100_000})
    void unfinished_bodies_hold_no_thread_and_one_caller_has_few_of_them(int length) throws IOException {
        List<RawHttp> unfinished = new ArrayList<>();
        try {
            for (int i = 0; i < 240; i++) {
                unfinished.add(begun("team-" + i % 6, length));
            }
            soon().until(() -> OperationsIT.metric("beckon_mentions_in_flight") == 240);

            ServiceManagement.get("/q/health/live").then().statusCode(200);
            calls.as("team-docs").body(mention("bob")).post("/mentions").then().statusCode(202);
            for (int i = 0; i < 10; i++) {
                unfinished.add(begun("team-0", length));
            }
            RawHttp surplus = begun("team-0", length);
            unfinished.add(surplus);
            assertThat(surplus.response()).startsWith("HTTP/1.1 429 ").contains("/problems/too-many-bodies");
        } finally {
            for (RawHttp http : unfinished) {
                http.close();
            }
        }
        soon().until(() -> OperationsIT.metric("beckon_mentions_in_flight") == 0);
    }

    private RawHttp begun(String team, int length) throws IOException {
        RawHttp http = new RawHttp(url.getPort());
        http.head(keys.token(team, RefusalsIT.WRITE, RefusalsIT.MINUTE), "Content-Length: " + length);
        http.write("{" + " ".repeat(length / 2));
        return http;
    }

    private Response encoded(String encoding, byte[] body) {
        return given().config(RestAssured.config().encoderConfig(
                EncoderConfig.encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .auth().oauth2(keys.token("team-docs", RefusalsIT.WRITE, RefusalsIT.MINUTE))
                .header("Content-Encoding", encoding).contentType("application/json").body(body).post("/mentions");
    }

    private static byte[] gzip(String plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private String raw(String request) throws IOException {
        return raw(url.getPort(), request);
    }

    private static String raw(int port, String request) throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            http.write(request);
            return http.response();
        }
    }
}
