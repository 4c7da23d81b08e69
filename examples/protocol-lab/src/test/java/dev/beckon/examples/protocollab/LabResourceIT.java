package dev.beckon.examples.protocollab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(LabProfile.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LabResourceIT {

    static final HttpClient HTTP = HttpClient.newHttpClient();

    @TestHTTPResource
    URI lab;

    @Test
    void what_is_published_reaches_the_topic() throws Exception {
        try (LabClient ada = LabClient.connect(lab, "ada")) {
            ada.joined("notifications:ada");

            assertThat(post("publish?topic=notifications:ada&event=hi", "{ \"a\": 1 }").statusCode()).isEqualTo(204);

            ada.expect("[null,null,\"notifications:ada\",\"hi\",{\"a\":1}]");
        }
    }

    @Test
    void disconnect_closes_every_socket_of_that_user_and_no_other() throws Exception {
        try (LabClient phone = LabClient.connect(lab, "ada");
                LabClient laptop = LabClient.connect(lab, "ada");
                LabClient bob = LabClient.connect(lab, "bob")) {
            phone.joined("room:1");
            laptop.joined("room:1");
            bob.joined("room:1");

            assertThat(post("disconnect?user=ada", "").statusCode()).isEqualTo(204);

            assertThat(phone.expectClosed()).isEqualTo(1001);
            assertThat(laptop.expectClosed()).isEqualTo(1001);
            bob.send("[null,\"3\",\"phoenix\",\"heartbeat\",{}]")
                    .expect("[null,\"3\",\"phoenix\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]");
        }
    }

    @Test
    void who_is_in_a_room_is_listed() throws Exception {
        try (LabClient ada = LabClient.connect(lab, "ada")) {
            ada.joined("room:listed");

            assertThat(get("presence?topic=room:listed").body())
                    .matches("\\{\"ada\":\\{\"metas\":\\[\\{\"phx_ref\":\"[^\"]+\"}]}}");
            assertThat(get("presence?topic=room:empty").body()).isEqualTo("{}");
            assertThat(get("presence").statusCode()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            disconnect                         | {}        | user
            disconnect?user=                   | {}        | user
            publish?event=e                    | {}        | topic
            publish?topic=room:1               | {}        | event
            publish?topic=room:1&event=a%0Ab   | {}        | one line
            publish?topic=room:1&event=e       | [1]       | one JSON object
            publish?topic=room:1&event=e       | {"a":     | one JSON object
            publish?topic=room:1&event=e       | {} {}     | one JSON object
            publish?topic=room:1&event=e       | ``        | one JSON object
            """)
    void bad_input_is_answered_with_a_problem(String path, String body, String detail) throws Exception {
        HttpResponse<String> answer = post(path, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("content-type").orElseThrow()).startsWith("application/problem+json");
        assertThat(answer.body()).contains("\"status\":400").contains(detail);
    }

    @ParameterizedTest
    @CsvSource({"ada, -10", "'', 60"})
    void a_token_that_has_expired_or_names_nobody_is_refused(String user, int seconds) {
        assertThatThrownBy(() -> LabClient.withToken(lab, LabProfile.token(user, Duration.ofSeconds(seconds))))
                .cause().isInstanceOfSatisfying(WebSocketHandshakeException.class,
                        refusal -> assertThat(refusal.getResponse().statusCode()).isEqualTo(403));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(lab.resolve("/lab/" + path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(lab.resolve("/lab/" + path)).POST(BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());
    }
}
