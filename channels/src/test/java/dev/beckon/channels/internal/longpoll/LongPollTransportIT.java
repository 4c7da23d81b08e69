package dev.beckon.channels.internal.longpoll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.internal.longpoll.SessionTokens.SessionToken;
import dev.beckon.channels.internal.signing.Hmac;
import dev.beckon.channels.internal.socket.Sockets;
import dev.beckon.channels.lab.Clients;
import dev.beckon.channels.lab.LongPollClient;
import dev.beckon.channels.lab.LongPollClient.Answer;
import dev.beckon.channels.lab.Recorder;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests may open a session, and the form of every answer. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LongPollTransportIT {

    @RegisterExtension
    final Clients clients = new Clients();

    @Inject
    Sockets sockets;

    @ParameterizedTest
    @ValueSource(strings = {"?vsn=2.0.0", "?vsn=2.0.0&", "?token=ok&vsn=2.0.7&", "", "?vsn=1.0.0", "?vsn=9&vsn=2.0.0",
            "?vsn=2.0.0&token=ok&token=undefined", "?vsn=2.0.0&token=ok&token=refuse"})
    void a_first_poll_opens_a_session(String query) {
        Answer answer = clients.longPollAt(query).poll();

        assertThat(answer.body()).matches("\\{\"status\":410,\"token\":\"[\\w-]{20,}\",\"messages\":\\[]}");
        assertThat(sockets.count()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?vsn=2", "?vsn=", "?vsn=2.1.0", "?vsn=2.0.0&token=refuse", "?vsn=2.0.0&token=throw",
            "?vsn=2.0.0&token=fail", "?vsn=2.0.0&token=refuse&token=ok"})
    void a_refusal_is_sent_within_HTTP_200(String query) {
        Answer answer = LongPollClient.call(clients.longPollAt(query).request().build());

        assertThat(answer.http()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":403}");
        assertThat(sockets.count()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"refuse, ok, 410", "ok, refuse, 403"})
    void the_token_in_a_header_counts_more_than_the_one_in_the_address(String inAddress, String inHeader, int status) {
        Answer answer = clients.longPollAt("?vsn=2.0.0&token=" + inAddress)
                .take(request -> request.header("X-Phoenix-AuthToken", inHeader));

        assertThat(answer.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "OPTIONS"})
    void a_page_from_elsewhere_is_refused(String method) {
        Answer answer = LongPollClient.call(clients.longPoll().request().header("Origin", "https://evil.example")
                .method(method, BodyPublishers.noBody()).build());

        assertThat(answer.http()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":403}");
        assertThat(answer.headers().firstValue("access-control-allow-origin")).contains("*");
    }

    @ParameterizedTest
    @CsvSource({"GET, ''", "POST, ''", "GET, &token=refuse"})
    void every_answer_may_be_read_by_any_page_and_kept_by_no_cache(String method, String params) {
        Answer answer = clients.longPoll(params).take(request -> request.method(method, BodyPublishers.noBody()));

        assertThat(answer.http()).isEqualTo(200);
        assertThat(answer.headers().firstValue("access-control-allow-origin")).contains("*");
        assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
        assertThat(answer.headers().firstValue("content-type")).contains("application/json; charset=utf-8");
    }

    @Test
    void a_preflight_needs_no_token_and_allows_what_it_asks_for() {
        Answer answer = LongPollClient.call(clients.longPollAt("").request()
                .header("Origin", "https://localhost")
                .header("Access-Control-Request-Headers", "x-phoenix-authtoken, content-type")
                .method("OPTIONS", BodyPublishers.noBody()).build());

        assertThat(answer.http()).isEqualTo(200);
        assertThat(answer.headers().firstValue("access-control-allow-origin")).contains("*");
        assertThat(answer.headers().firstValue("access-control-allow-headers")).contains("x-phoenix-authtoken, content-type");
        assertThat(answer.headers().firstValue("access-control-allow-methods")).contains("get, post, options");
        assertThat(answer.headers().firstValue("access-control-max-age")).contains("3600");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "HEAD", "PATCH"})
    void another_method_is_a_bad_request(String method) {
        assertThat(LongPollClient.call(clients.longPoll().request().method(method, BodyPublishers.noBody()).build()).http())
                .isEqualTo(400);
    }

    @Test
    void a_session_is_found_by_the_last_token_in_the_address() {
        LongPollClient ada = clients.longPoll("&token=ok").opened();

        assertThat(ada.post("['1','1','room:1','phx_join',{}]").status()).isEqualTo(200);
        assertThat(ada.poll().messages()).hasSize(1);
        assertThat(sockets.count()).isEqualTo(1);
    }

    @Test
    void a_session_is_found_by_the_token_in_the_header_before_all_others() {
        LongPollClient ada = clients.longPoll().opened();
        LongPollClient bob = clients.longPoll().opened();

        Answer answer = LongPollClient.call(bob.request().header("X-Phoenix-Longpoll-Token", ada.token())
                .header("Content-Type", LongPollClient.LINES)
                .POST(BodyPublishers.ofString("[null,\"7\",\"phoenix\",\"heartbeat\",{}]")).build());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(ada.poll().messages()).hasSize(1);
        bob.expectNothing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"undefined", "nonsense", "AQ"})
    void what_was_never_a_session_opens_one_for_a_poll_and_is_gone_for_a_POST(String token) {
        LongPollClient ada = clients.longPoll();
        ada.useToken(token);

        assertThat(ada.post("[null,'7','phoenix','heartbeat',{}]").body()).isEqualTo("{\"status\":410}");
        assertThat(ada.poll().status()).isEqualTo(410);
        assertThat(ada.token()).isNotEqualTo(token);
    }

    /** Like the restart of a node whose secret is random. */
    @Test
    void a_session_that_another_secret_has_signed_is_over() {
        LongPollClient ada = clients.longPoll();
        ada.useToken(new SessionTokens(new Hmac(new byte[32]), Duration.ofDays(1), Instant::now)
                .sign(new SessionToken(UUID.randomUUID(), UUID.randomUUID(), 0, Instant.now(), 0)));

        assertThat(ada.post("[null,'7','phoenix','heartbeat',{}]").body()).isEqualTo("{\"status\":410}");
        assertThat(ada.poll().body()).isEqualTo("{\"status\":500}");
        assertThat(sockets.count()).isZero();
    }

    @Test
    void version_1_is_spoken_too() {
        LongPollClient ada = clients.longPollAt("?x=y").opened();

        assertThat(ada.postAs("text/plain", "{\"topic\":\"phoenix\",\"event\":\"heartbeat\",\"payload\":{},\"ref\":\"7\"}").status())
                .isEqualTo(200);

        assertThat(ada.poll().messages()).containsExactly(
                "{'topic':'phoenix','event':'phx_reply','payload':{'status':'ok','response':{}},'ref':'7'}");
    }

    @Test
    void a_token_never_reaches_the_log() {
        List<String> log;
        LongPollClient ada;
        try (Recorder recorder = new Recorder("")) {
            ada = clients.longPoll("&token=s3cr3t").opened();
            ada.post("malformed");
            ada.poll();
            LongPollClient.call(clients.longPoll("&token=fail&other=s3cr3t").request().build());
            log = recorder.lines();
        }

        assertThat(log).isNotEmpty().noneMatch(line -> line.contains("s3cr3t") || line.contains(ada.token()));
    }
}
