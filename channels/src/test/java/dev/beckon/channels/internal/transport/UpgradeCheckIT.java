package dev.beckon.channels.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.lab.Clients;
import dev.beckon.channels.lab.PhoenixClient;
import dev.beckon.channels.lab.RawConnection.Answer;
import dev.beckon.channels.lab.Recorder;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.websockets.next.OpenConnections;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class UpgradeCheckIT {

    @RegisterExtension
    final Clients clients = new Clients();

    @Inject
    OpenConnections connections;

    @ParameterizedTest
    @ValueSource(strings = {
            "?vsn=2.0.0", "?vsn=2.0.7", "?vsn=2.0.10", "?vsn=1.0.0&vsn=2.0.0", "?vsn=2.0.0&token=refuse&token=ok", "?vsn=2%2E0.0",
            "", "?vsn=1.0.0", "?vsn=1.0.12",
    })
    void is_let_in(String query) {
        assertThat(clients.raw(query).answer().status()).isEqualTo(101);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "?vsn=", "?vsn", "?vsn=1", "?vsn=1.0", "?vsn=1.1.0", "?vsn=2", "?vsn=2.0", "?vsn=2.1.0", "?vsn=2.0.0.0", "?vsn=2.0.00",
            "?vsn=3.0.0", "?vsn=x",
            "?vsn=2.0.0&vsn=9.9.9", "?vsn=2.0.0&token=refuse", "?vsn=2.0.0&token=throw", "?vsn=2.0.0&token=fail",
            "?vsn=2.0.0&token=null", "?vsn=2.0.0&token=ok&token=refuse",
    })
    void is_refused_with_403_and_nothing_else(String query) {
        Answer answer = clients.raw(query).answer();

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.head()).contains("content-length: 0");
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost", "https://localhost:4000", "HTTP://LOCALHOST"})
    void a_page_of_the_same_host_is_let_in(String origin) {
        assertThat(clients.raw("?vsn=2.0.0", "Origin: " + origin).answer().status()).isEqualTo(101);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "http://localhost.evil.example", "http://", "%",
            "http://localhost/path", "http://user@localhost", "http://localhost\r\nOrigin: http://evil.example",
            "http://localhost\r\nOrigin: http://localhost"})
    void a_page_of_another_host_is_refused(String origin) {
        assertThat(clients.raw("?vsn=2.0.0", "Origin: " + origin).answer().status()).isEqualTo(403);
    }

    @ParameterizedTest(name = "{0} is answered {1}")
    @CsvSource({
            "b2s, 101", // decodes to ok
            "cmVmdXNl, 403", // decodes to refuse
            "'cmVmdXNl, base64url.bearer.phx.b2s', 101", // two tokens count as none
            "*, 403", // not base64
    })
    void a_token_may_be_a_sub_protocol_and_is_never_echoed(String token, int status) {
        Answer answer = clients.raw("?vsn=2.0.0", "Sec-WebSocket-Protocol: phoenix, base64url.bearer.phx." + token).answer();

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.head()).doesNotContain("bearer");
        if (status == 101) {
            assertThat(answer.head()).contains("sec-websocket-protocol: phoenix\r\n");
        }
    }

    /** Phoenix: {@code lib/phoenix/socket/transport.ex}, check_subprotocols. */
    @ParameterizedTest(name = "{0} is answered {1}")
    @CsvSource({"'chat', 403", "'graphql-ws, mqtt', 403", "'PHOENIX', 403", "'', 403", "'chat, phoenix', 101", "'phoenix', 101",
            "'base64url.bearer.phx.b2s', 101", "'base64url.bearer.phx.b2s, chat', 403",
            "'base64url.bearer.phx.b2s, base64url.bearer.phx.b2s', 403"})
    void an_upgrade_that_offers_sub_protocols_has_to_offer_one_that_the_server_speaks(String protocols, int status) {
        assertThat(clients.raw("?vsn=2.0.0", "Sec-WebSocket-Protocol: " + protocols).answer().status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-webkit-deflate-frame", "deflate-frame", "permessage-deflate", "permessage-bzip2",
            "permessage-deflate; client_max_window_bits, x-webkit-deflate-frame"})
    void no_extension_is_granted_unless_configured(String offered) {
        Answer answer = clients.raw("?vsn=2.0.0", "Sec-WebSocket-Extensions: " + offered).answer();

        assertThat(answer.status()).isEqualTo(101);
        assertThat(answer.head()).doesNotContain("sec-websocket-extensions");
    }

    @Test
    void two_hosts_are_a_bad_request_and_two_origins_are_refused() {
        assertThat(clients.raw("?vsn=2.0.0", "Host: evil.example").answer().status()).isEqualTo(400);
        assertThat(clients.raw("?vsn=2.0.0", "Origin: http://localhost\r\nOrigin: http://localhost").answer().status())
                .isEqualTo(403);
    }

    /** Quarkus answers this itself, before the application is asked; Phoenix gives the same answer. */
    @ParameterizedTest
    @ValueSource(strings = {"?vsn=2.0.0&bad=%zz", "?vsn=2.0.0&bad=%2"})
    void a_query_that_cannot_be_decoded_is_a_bad_request(String query) {
        List<String> log;
        try (Recorder recorder = new Recorder("")) {
            assertThat(clients.raw(query).answer().status()).isEqualTo(400);
            log = recorder.lines();
        }

        assertThat(log).as("without a stack trace").allMatch(line -> line.endsWith(" null"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "refuse", "throw", "fail", "null"})
    void a_token_never_reaches_the_log(String answer) {
        List<String> log;
        try (Recorder recorder = new Recorder("")) {
            clients.raw("?vsn=2.0.0&token=" + answer + "&other=s3cr3t").answer();
            clients.raw("?vsn=2.0.0&token=s3cr3t&bad=%zz").answer();
            PhoenixClient ada = clients.connect("&token=s3cr3t");
            ada.send("not a message");
            ada.expectClosed();
            log = recorder.lines();
        }

        assertThat(log).isNotEmpty().noneMatch(line -> line.contains("s3cr3t"));
    }

    /** Above all, the token must not stay. */
    @Test
    void nothing_of_the_request_stays_with_its_WebSocket() {
        clients.connect("&token=secret").joined("room:1");

        assertThat(connections.listAll()).isNotEmpty().allSatisfy(connection -> {
            assertThat(connection.handshakeRequest().query()).isNull();
            assertThat(connection.handshakeRequest().headers()).isEmpty();
            assertThat(connection.handshakeRequest().path()).isEqualTo("/socket/websocket");
        });
    }
}
