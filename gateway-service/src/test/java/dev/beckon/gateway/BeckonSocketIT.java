package dev.beckon.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.testclients.FrameClient;
import io.netty.channel.epoll.Epoll;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(RedisAndKeys.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BeckonSocketIT {

    @TestHTTPResource("/")
    URI http;

    @Inject
    Vertx vertx;

    @Test
    void the_native_transport_is_used_where_there_is_one() {
        assertThat(vertx.isNativeTransportEnabled()).isEqualTo(Epoll.isAvailable());
    }

    @Test
    void no_token_is_refused_before_the_upgrade() {
        assertRefused("vsn=2.0.0");
    }

    @Test
    void a_token_that_is_no_token_is_refused() {
        assertRefused("vsn=2.0.0&token=garbage");
    }

    @Test
    void an_expired_token_is_refused() {
        assertRefused("vsn=2.0.0&token=" + RedisAndKeys.expiredToken("bob"));
    }

    @Test
    void a_token_whose_subject_is_no_user_id_is_refused() {
        assertRefused("vsn=2.0.0&token=" + RedisAndKeys.token(" bob"));
    }

    @Test
    void of_two_tokens_the_last_counts() throws Exception {
        try (FrameClient bob = new FrameClient(http, "vsn=2.0.0&token=garbage&token=" + RedisAndKeys.token("bob"))) {
            bob.send("[null,\"1\",\"phoenix\",\"heartbeat\",{}]")
                    .expect("[null,\"1\",\"phoenix\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]");
        }
    }

    @Test
    void somebody_elses_inbox_is_refused_as_unauthorized() throws Exception {
        try (FrameClient bob = connect("bob")) {
            bob.send("[\"1\",\"1\",\"notifications:carol\",\"phx_join\",{}]").expect(
                    "[\"1\",\"1\",\"notifications:carol\",\"phx_reply\",{\"status\":\"error\",\"response\":{\"reason\":\"unauthorized\"}}]");
        }
    }

    @ParameterizedTest(name = "{0} is refused: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            {"rev":-1}               | invalid_rev
            {"rev":"4x"}             | invalid_rev
            {"rev":1,"epoch":"x"}    | invalid_epoch
            """)
    void a_join_with_parameters_that_mean_nothing_says_which(String params, String reason) throws Exception {
        try (FrameClient bob = connect("bob")) {
            bob.send("[\"1\",\"1\",\"notifications:bob\",\"phx_join\"," + params + "]").expect(
                    "[\"1\",\"1\",\"notifications:bob\",\"phx_reply\",{\"status\":\"error\",\"response\":{\"reason\":\"" + reason
                            + "\"}}]");
        }
    }

    /** The Go library phx sends only strings. */
    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"rev\":41,\"epoch\":\"01990a5c-8a11-7c1a-9d5e-2f1b7a3c4d5e\"}",
            "{\"rev\":\"41\",\"epoch\":\"01990a5c-8a11-7c1a-9d5e-2f1b7a3c4d5e\"}"})
    void while_notification_service_is_away_a_join_is_answered_and_the_socket_lives(String params) throws Exception {
        try (FrameClient bob = connect("bob")) {
            bob.send("[\"1\",\"1\",\"notifications:bob\",\"phx_join\"," + params + "]").expect(
                    "[\"1\",\"1\",\"notifications:bob\",\"phx_reply\",{\"status\":\"error\",\"response\":{\"reason\":\"unavailable\"}}]");
            bob.send("[\"2\",\"2\",\"room:lobby\",\"phx_join\",{}]")
                    .expect("[\"2\",\"2\",\"room:lobby\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]");
        }
    }

    @Test
    void an_announcement_needs_the_role_and_reaches_everyone() throws Exception {
        try (FrameClient admin = connect("admin", "broadcast"); FrameClient bob = connect("bob")) {
            for (FrameClient client : new FrameClient[] {admin, bob}) {
                client.send("[\"1\",\"1\",\"room:lobby\",\"phx_join\",{}]")
                        .expect("[\"1\",\"1\",\"room:lobby\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]");
            }

            bob.send("[\"1\",\"2\",\"room:lobby\",\"new_msg\",{\"title\":\"mine\"}]").expect(
                    "[\"1\",\"2\",\"room:lobby\",\"phx_reply\",{\"status\":\"error\",\"response\":{\"reason\":\"forbidden\"}}]");
            admin.send("[\"1\",\"2\",\"room:lobby\",\"new_msg\",{\"title\":\"Tea\"}]");

            bob.expect("[null,null,\"room:lobby\",\"new_msg\",{\"title\":\"Tea\",\"from\":\"admin\"}]");
        }
    }

    @Test
    void a_room_is_for_those_whose_token_names_it_and_typing_goes_to_the_others_only() throws Exception {
        try (FrameClient ada = inRooms("ada", "tea", "cake"); FrameClient bob = inRooms("bob", "tea")) {
            bob.send("[\"1\",\"1\",\"room:cake\",\"phx_join\",{}]").expect(
                    "[\"1\",\"1\",\"room:cake\",\"phx_reply\",{\"status\":\"error\",\"response\":{\"reason\":\"unauthorized\"}}]");
            ada.joined("room:tea");
            bob.joined("room:tea");

            ada.send("[\"1\",\"2\",\"room:tea\",\"typing\",{\"who\":\"ada\"}]");
            bob.expect("[null,null,\"room:tea\",\"typing\",{\"who\":\"ada\",\"from\":\"ada\"}]");
            bob.send("[\"1\",\"2\",\"room:tea\",\"new_msg\",{\"body\":\"hi\"}]");

            ada.expect("[null,null,\"room:tea\",\"new_msg\",{\"body\":\"hi\",\"from\":\"bob\"}]");
        }
    }

    @Test
    void a_member_who_writes_somebody_elses_name_is_named_all_the_same() throws Exception {
        try (FrameClient ada = inRooms("ada", "tea"); FrameClient mallory = inRooms("mallory", "tea")) {
            ada.joined("room:tea");
            mallory.joined("room:tea");

            mallory.send("[\"1\",\"2\",\"room:tea\",\"new_msg\",{\"from\":\"bob\",\"body\":\"hi\"}]");
            ada.expect("[null,null,\"room:tea\",\"new_msg\",{\"from\":\"mallory\",\"body\":\"hi\"}]");
            mallory.send("[\"1\",\"3\",\"room:tea\",\"typing\",{\"from\":{\"id\":\"bob\"}}]");
            ada.expect("[null,null,\"room:tea\",\"typing\",{\"from\":\"mallory\"}]");
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"chan_reply_2", "presence_state", "presence_diff", "news"})
    void an_event_that_clients_take_for_a_reply_or_presence_reaches_nobody(String event) throws Exception {
        try (FrameClient ada = inRooms("ada", "tea"); FrameClient mallory = inRooms("mallory", "tea")) {
            ada.joined("room:tea");
            mallory.joined("room:tea");

            mallory.send("[\"1\",\"2\",\"room:tea\",\"" + event + "\",{\"status\":\"ok\",\"response\":{}}]").expect(
                    "[\"1\",\"2\",\"room:tea\",\"phx_reply\",{\"status\":\"error\",\"response\":{\"reason\":\"unknown_event\"}}]");
            mallory.send("[\"1\",\"3\",\"room:tea\",\"new_msg\",{}]");
            ada.expect("[null,null,\"room:tea\",\"new_msg\",{\"from\":\"mallory\"}]");
        }
    }

    @Test
    void a_token_without_rooms_opens_no_room_but_the_lobby() throws Exception {
        try (FrameClient bob = connect("bob")) {
            bob.send("[\"1\",\"1\",\"room:tea\",\"phx_join\",{}]").expect(
                    "[\"1\",\"1\",\"room:tea\",\"phx_reply\",{\"status\":\"error\",\"response\":{\"reason\":\"unauthorized\"}}]");
            bob.joined("room:lobby");
        }
    }

    @Test
    void a_plain_request_learns_whether_it_might_connect_and_nothing_of_a_token_reaches_the_log() throws Exception {
        String token = RedisAndKeys.token("bob");
        String bad = token.substring(0, token.length() - 8) + "s3cr3tss";
        List<String> log = new CopyOnWriteArrayList<>();
        Handler recorder = recorder(log);
        Logger.getLogger("").addHandler(recorder);
        try {
            assertThat(status("vsn=2.0.0&token=" + token)).isEqualTo(400);
            assertThat(status("vsn=2.0.0&token=" + bad)).isEqualTo(403);
            assertThat(status("vsn=2.0.0&token=" + RedisAndKeys.expiredToken("bob"))).isEqualTo(403);
            assertRefused("vsn=2.0.0&token=" + bad);
            assertRefused("vsn=3.0.0&token=" + token);
        } finally {
            Logger.getLogger("").removeHandler(recorder);
        }

        assertThat(log).noneMatch(line -> line.contains("s3cr3t") || line.contains(token.substring(0, 40)));
    }

    private static Handler recorder(List<String> log) {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                log.add(line.getMessage() + " " + Arrays.toString(line.getParameters()) + " " + line.getThrown());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    private int status(String query) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(http.resolve("/socket/websocket?" + query)).build(),
                    BodyHandlers.discarding()).statusCode();
        }
    }

    private FrameClient inRooms(String user, String... rooms) {
        return new FrameClient(http, "vsn=2.0.0&token=" + RedisAndKeys.tokenForRooms(user, rooms));
    }

    @ParameterizedTest(name = "{0} with {1} is refused: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            new_msg | []      | invalid_payload
            shout   | {}      | unknown_event
            """)
    void what_the_lobby_does_not_know_is_answered(String event, String payload, String reason) throws Exception {
        try (FrameClient admin = connect("admin", "broadcast")) {
            admin.send("[\"1\",\"1\",\"room:lobby\",\"phx_join\",{}]")
                    .expect("[\"1\",\"1\",\"room:lobby\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]");
            admin.send("[\"1\",\"2\",\"room:lobby\",\"" + event + "\"," + payload + "]").expect(
                    "[\"1\",\"2\",\"room:lobby\",\"phx_reply\",{\"status\":\"error\",\"response\":{\"reason\":\"" + reason + "\"}}]");
        }
    }

    FrameClient connect(String user, String... roles) {
        return new FrameClient(http, "vsn=2.0.0&token=" + RedisAndKeys.token(user, roles));
    }

    void assertRefused(String query) {
        assertThatThrownBy(() -> new FrameClient(http, query)).cause()
                .asInstanceOf(InstanceOfAssertFactories.type(WebSocketHandshakeException.class))
                .satisfies(refusal -> assertThat(refusal.getResponse().statusCode()).isEqualTo(403));
    }
}
