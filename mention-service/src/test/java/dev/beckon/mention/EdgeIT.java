package dev.beckon.mention;

import static dev.beckon.mention.Calls.mention;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import dev.beckon.localstack.tokens.DevKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code http} does, on a running service. */
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

        String metrics = given().get("/q/metrics").asString();

        List<String> labels = LABEL.matcher(metrics).results().map(found -> found.group(1)).distinct().toList();
        assertThat(metrics).doesNotContainIgnoringCase("invented");
        assertThat(labels).contains("other").isSubsetOf(
                "GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "other", "/mentions", "NOT_FOUND", "UNKNOWN", "root", "/");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Host: localhost\r\nHost: localhost", "Host: localhost\r\nHost: evil.example",
        "Host: localhost\r\nTransfer-Encoding: chunked, identity", "Host: localhost\r\nTransfer-Encoding: identity",
        "Host: localhost\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Host: localhost\r\nTransfer-Encoding: gzip, chunked"})
    void a_request_that_can_be_read_in_two_ways_is_a_bad_request(String headers) throws IOException {
        assertThat(raw("POST /mentions HTTP/1.1\r\n" + headers + "\r\nContent-Type: application/json\r\n\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
    }

    @Test
    void HTTP_2_without_TLS_is_off() throws IOException {
        assertThat(raw("GET /q/health/live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n")).startsWith("HTTP/1.1 200 ");
        assertThat(raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).contains(" 400 Bad Request\n");
    }

    @ParameterizedTest
    @CsvSource({"dryRun=true, /dryRun", "dryrun, /dryrun", "a=1&b=2, /b", "%D9%A5=1, /٥"})
    void a_query_parameter_that_the_call_does_not_have_is_refused_by_name_and_nothing_is_accepted(String query, String pointer) {
        calls.as("team-docs").body(mention("bob")).urlEncodingEnabled(false).post("/mentions?" + query).then()
                .statusCode(400)
                .body("type", equalTo("/problems/invalid-request"))
                .body("errors.pointer", hasItem(pointer))
                .body("errors[0].detail", startsWith("is not known"));
    }

    private String raw(String request) throws IOException {
        try (RawHttp http = new RawHttp(url.getPort())) {
            http.write(request);
            return http.response();
        }
    }
}
