package dev.beckon.mention;

import static dev.beckon.mention.Calls.mention;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.beckon.testservers.tokens.DevKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Bodies at and over the limit, and the effect on their connection. */
@QuarkusTest
@QuarkusTestResource(KafkaForTests.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LargeBodiesIT {

    static final int LIMIT = 1 << 20;

    DevKeys keys;
    String token;
    RawHttp http;

    @BeforeEach
    void connect() throws IOException {
        token = keys.token("team-docs", Set.of("mentions:write"), Duration.ofMinutes(5));
        http = new RawHttp(RestAssured.port);
    }

    @AfterEach
    void disconnect() throws IOException {
        http.close();
    }

    @Test
    void a_body_at_the_limit_is_taken() throws IOException {
        String body = mention("bob");

        http.head(token, "Content-Length: " + LIMIT);
        http.write(body + " ".repeat(LIMIT - body.length()));

        assertThat(http.response()).startsWith("HTTP/1.1 202");
    }

    @Test
    void a_byte_over_the_limit_is_refused() throws IOException {
        http.head(token, "Content-Length: " + (LIMIT + 1));
        http.write(" ".repeat(LIMIT + 1));

        assertThat(http.response()).startsWith("HTTP/1.1 413")
                .contains("application/problem+json", "/problems/body-too-large");
    }

    @Test
    void a_body_in_chunks_has_the_same_limit() throws IOException {
        http.head(token, "Transfer-Encoding: chunked");
        for (int sent = 0; sent <= LIMIT; sent += 1 << 16) {
            http.chunk(" ".repeat(1 << 16));
        }

        assertThat(http.response()).startsWith("HTTP/1.1 413")
                .contains("application/problem+json", "/problems/body-too-large");
    }

    @Test
    void a_connection_goes_on_after_a_body_that_was_refused_unread() throws IOException {
        http.head("no-token", "Content-Length: " + LIMIT);
        http.write(" ".repeat(LIMIT));
        assertThat(http.response()).startsWith("HTTP/1.1 401");

        String body = mention("bob");
        http.head(token, "Content-Length: " + body.length());
        http.write(body);
        assertThat(http.response()).startsWith("HTTP/1.1 202");
    }

    @Test
    void a_connection_on_which_a_refused_body_never_ends_is_closed() throws IOException {
        http.head(token, "Transfer-Encoding: chunked");

        Throwable broken = catchThrowable(() -> {
            for (int sent = 0; sent < 100 * LIMIT; sent += 1 << 16) {
                http.chunk(" ".repeat(1 << 16));
            }
        });

        assertThat(broken).isInstanceOf(IOException.class); // the server stops reading
    }
}
