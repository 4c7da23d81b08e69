package dev.beckon.channels.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.lab.Recorder;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NotAnUpgradeIT {

    private static final String TOKEN = "base64url.bearer.phx.";

    @TestHTTPResource("/socket/websocket")
    URI address;

    @ParameterizedTest(name = "{0} with {1}: {2} is answered {3}")
    @CsvSource({
            "?vsn=2.0.0, Accept, */*, 400",
            "?vsn=2.0.0&token=refuse, Accept, */*, 403",
            "?vsn=2.0.0&token=throw, Accept, */*, 403",
            "?vsn=3.0.0, Accept, */*, 403",
            "?vsn=2.0.0, Origin, http://evil.example, 403",
            "?vsn=2.0.0, Sec-WebSocket-Protocol, phoenix, 400",
            "?vsn=2.0.0, Sec-WebSocket-Protocol, " + TOKEN + "cmVmdXNl, 403",
            "?vsn=2.0.0, Sec-WebSocket-Protocol, " + TOKEN + "*, 403",
    })
    void a_client_that_may_not_connect_gets_that_answer_first(String query, String header, String value, int status) throws Exception {
        HttpResponse<String> answer = send(get(query).header(header, value));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest(name = "{0} is answered {1}")
    @CsvSource({"?vsn=2.0.0, 400", "?vsn=2.0.0&token=refuse, 403"})
    void other_methods_are_no_upgrade_either(String query, int status) throws Exception {
        assertThat(send(get(query).POST(BodyPublishers.ofString("{}"))).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest(name = "{0} is answered {1}")
    @CsvSource({"?vsn=2.0.0, 400", "?vsn=2.0.0&token=refuse, 403"})
    void a_key_without_an_upgrade_is_half_a_handshake(String query, int status) throws Exception {
        assertThat(send(get(query).header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")).statusCode()).isEqualTo(status);
    }

    @Test
    void nothing_of_the_query_and_no_stack_trace_reaches_the_log() throws Exception {
        List<String> log;
        try (Recorder recorder = new Recorder("")) {
            send(get("?vsn=2.0.0&token=s3cr3t"));
            send(get("?vsn=2.0.0&token=refuse&other=s3cr3t"));
            send(get("?vsn=2.0.0&token=s3cr3t").header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="));
            log = recorder.lines();
        }

        assertThat(log).noneMatch(line -> line.contains("s3cr3t")).allMatch(line -> line.endsWith(" null"));
    }

    private HttpRequest.Builder get(String query) {
        return HttpRequest.newBuilder(URI.create(address + query)).version(Version.HTTP_1_1).timeout(Duration.ofSeconds(10));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }
}
