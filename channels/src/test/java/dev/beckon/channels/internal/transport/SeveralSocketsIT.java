package dev.beckon.channels.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.Endpoint;
import dev.beckon.channels.lab.Clients;
import dev.beckon.channels.lab.PhoenixClient;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code /socket} for everyone, and {@code /admin/socket} for those who know a word, without long polling. */
@QuarkusTest
@TestProfile(SeveralSocketsIT.TwoSockets.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SeveralSocketsIT {

    static final String ADMIN = "/admin/socket";
    static final String WORD = "&word=open%20sesame";

    public static final class TwoSockets implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("lab.admin", "true");
        }
    }

    @TestHTTPResource("/")
    URI url;

    @Inject
    Endpoint endpoint;

    @RegisterExtension
    final Clients clients = new Clients();

    @Test
    void each_socket_authenticates_its_own_clients() {
        assertThat(clients.rawAt(ADMIN + "/websocket?vsn=2.0.0", "").answer().status()).isEqualTo(403);
        assertThat(clients.rawAt(ADMIN + "/websocket?vsn=2.0.0" + WORD, "").answer().status()).isEqualTo(101);
        assertThat(clients.rawAt(ADMIN + "/websocket?vsn=2.0.0&token=refuse" + WORD, "").answer().status()).isEqualTo(101);
        assertThat(clients.raw("?vsn=2.0.0").answer().status()).isEqualTo(101);
        assertThat(clients.raw("?vsn=2.0.0&token=refuse" + WORD).answer().status()).isEqualTo(403);
    }

    @Test
    void each_socket_has_its_own_channels() {
        PhoenixClient ada = clients.connect("&user=ada");
        PhoenixClient admin = clients.connectAt(ADMIN, WORD);

        assertThat(ada.expectReply(ada.join("admin:1", "{}"), "error").get("reason").asText()).isEqualTo("unmatched topic");
        assertThat(admin.expectReply(admin.join("hidden:1", "{}"), "error").get("reason").asText()).isEqualTo("unmatched topic");
        assertThat(admin.expectReply(admin.join("admin:1", "{'who':1}"), "ok").get("user").asText()).isEqualTo("admin");
    }

    @Test
    void members_of_a_topic_reach_each_other_whichever_socket_they_came_through() {
        PhoenixClient ada = clients.connect("&user=ada").joined("room:1");
        PhoenixClient admin = clients.connectAt(ADMIN, WORD).joined("room:1");

        admin.push("room:1", "new_msg", "{'n':1}");

        assertThat(ada.expectBroadcast("room:1", "new_msg").get("n").asInt()).isEqualTo(1);
    }

    @Test
    void an_id_of_one_socket_is_disconnected_alone() {
        PhoenixClient ada = clients.connect("&user=ada");
        PhoenixClient admin = clients.connectAt(ADMIN, WORD);

        endpoint.disconnect("admins").subscribe().with(_ -> {});

        assertThat(admin.expectClosed()).isEqualTo(1001);
        ada.expectNothing();
    }

    @Test
    void a_transport_that_a_socket_does_not_have_is_not_found() throws Exception {
        assertThat(get(ADMIN + "/longpoll?vsn=2.0.0" + WORD)).isEqualTo(404);
        assertThat(get("/socket/longpoll?vsn=2.0.0")).isEqualTo(200);
        clients.longPoll().opened().joined("room:1");
    }

    @Test
    void a_request_that_asks_for_no_upgrade_is_answered_for_its_socket() throws Exception {
        assertThat(get(ADMIN + "/websocket?vsn=2.0.0")).isEqualTo(403);
        assertThat(get(ADMIN + "/websocket?vsn=2.0.0" + WORD)).isEqualTo(400);
    }

    private int get(String target) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(url.resolve(target)).build(), BodyHandlers.discarding()).statusCode();
        }
    }
}
