package dev.beckon.channels;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.internal.pubsub.PubSub;
import dev.beckon.channels.internal.socket.Sockets;
import dev.beckon.channels.lab.Clients;
import dev.beckon.channels.lab.LongPollClient;
import dev.beckon.channels.lab.PhoenixClient;
import dev.beckon.channels.lab.RawConnection;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Other tests share the node, so counters that only grow are compared with their earlier value. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ChannelsMetersIT {

    @RegisterExtension
    final Clients clients = new Clients();

    @Inject
    Sockets sockets;

    @Inject
    PubSub pubSub;

    @Inject
    Presence presence;

    final MeterRegistry meters = new SimpleMeterRegistry();

    @BeforeEach
    void bind() {
        new ChannelsMeters(sockets, pubSub, presence).bindTo(meters);
    }

    @Test
    void sockets_and_channels_count_while_they_are_open() {
        double opened = count("channels.sockets.opened");
        double received = count("channels.messages.received");
        double sent = count("channels.frames.sent");
        PhoenixClient ada = clients.connect();
        ada.joined("room:1");
        ada.joined("room:2");
        ada.expectReply(ada.join("presence:1", "{\"refuse\":true}"), "error");

        soon().until(() -> gauge("channels.sockets") == 1 && gauge("channels.members") == 2);
        assertThat(count("channels.sockets.opened")).isEqualTo(opened + 1);
        assertThat(count("channels.messages.received")).isEqualTo(received + 3);
        assertThat(count("channels.frames.sent")).isEqualTo(sent + 3);

        ada.leave("room:1");
        soon().until(() -> gauge("channels.members") == 1);
        ada.close();
        soon().until(() -> gauge("channels.sockets") == 0 && gauge("channels.members") == 0);
    }

    @ParameterizedTest
    @CsvSource({
            "?vsn=2.0.0&token=refuse, X-None: 1, refused",
            "?vsn=2.0.0&token=throw, X-None: 1, failed",
            "?vsn=3.0.0, X-None: 1, version",
            "?vsn=2.0.0, Origin: http://evil.example, origin",
            "?vsn=2.0.0, 'Sec-WebSocket-Protocol: phoenix, base64url.bearer.phx.*', token",
    })
    void a_refused_client_counts_under_the_reason(String query, String header, String reason) {
        double before = count("channels.refused", "reason", reason);

        assertThat(clients.raw(query, header).answer().status()).isEqualTo(403);

        assertThat(count("channels.refused", "reason", reason)).isEqualTo(before + 1);
    }

    @Test
    void a_socket_that_is_closed_for_what_its_client_sends_counts_under_code_and_reason() {
        double malformed = count("channels.closes", "code", "1011", "reason", "malformed");
        double notUtf8 = count("channels.closes", "code", "1007", "reason", "not_utf8");
        PhoenixClient ada = clients.connect();
        RawConnection bob = clients.raw("?vsn=2.0.0").upgraded();

        ada.send("not a message");
        assertThat(ada.expectClosed()).isEqualTo(1011);
        bob.frame(0x81, new byte[] {(byte) 0xff});
        bob.readToTheEnd();

        assertThat(count("channels.closes", "code", "1011", "reason", "malformed")).isEqualTo(malformed + 1);
        assertThat(count("channels.closes", "code", "1007", "reason", "not_utf8")).isEqualTo(notUtf8 + 1);
    }

    @Test
    void what_a_client_has_not_fetched_is_pending() {
        LongPollClient ada = clients.longPoll().opened();
        assertThat(gauge("channels.pending")).isZero();

        ada.post("['1','1','room:1','phx_join',{}]");

        soon().until(() -> gauge("channels.pending") > 0);
        ada.expect(1);
        ada.polling().cancel(true);
        soon().until(() -> gauge("channels.pending") == 0);
    }

    @Test
    void a_presence_counts_while_its_member_is_there() {
        PhoenixClient ada = clients.connect();
        ada.joined("presence:1", "{\"key\":\"ada\"}");

        soon().until(() -> gauge("channels.presence.entries") == 1);
        ada.close();
        soon().until(() -> gauge("channels.presence.entries") == 0);
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    private double count(String name, String... tags) {
        return meters.get(name).tags(tags).functionCounter().count();
    }
}
