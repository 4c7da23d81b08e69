package dev.beckon.gateway.notifications;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.InboxFrame.Revisions;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Trail;
import dev.beckon.gateway.RedisAndKeys;
import dev.beckon.redis.RedisPrefix;
import dev.beckon.testclients.EventStreamClient;
import dev.beckon.testclients.EventStreamClient.Event;
import dev.beckon.testclients.FrameClient;
import dev.beckon.testclients.Json;
import dev.beckon.testclients.RefusedException;
import dev.beckon.testservers.ServiceManagement;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An inbox as server-sent events, from a real gateway and Redis; {@link StandInInboxes} stands in for notification-service. */
@QuarkusTest
@QuarkusTestResource(RedisAndKeys.class)
@QuarkusTestResource(value = StandInInboxes.class, restrictToAnnotatedClass = true)
@TestProfile(EventStreamIT.SmallLimits.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EventStreamIT {

    public static class SmallLimits implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "channels.event-stream.keep-alive", "200ms",
                    "channels.socket.idle-timeout", "2s",
                    "channels.socket.max-connections-per-user", "2",
                    "channels.socket.max-pending-bytes", "300K",
                    "channels.socket.close-timeout", "500ms",
                    "channels.socket.drain-window", "200ms");
        }
    }

    @TestHTTPResource("/")
    URI http;

    @Inject
    Redis redis;

    @Inject
    jakarta.enterprise.event.Event<ShutdownDelayInitiatedEvent> shutdown;

    final String user = "user;" + UUID.randomUUID();
    final List<EventStreamClient> streams = new ArrayList<>();

    @AfterEach
    void nothing_is_left() {
        streams.forEach(EventStreamClient::close);
        soon().untilAsserted(() -> assertThat(ServiceManagement.metric("channels_sockets ")).isZero());
        assertThat(ServiceManagement.metric("channels_members ")).isZero();
    }

    @Test
    void the_snapshot_comes_first_and_then_every_frame_with_its_id() throws IOException {
        EventStreamClient stream = open(null);

        Event joined = stream.next();
        publish("new_notification", 2, "");
        publish("inbox_changed", 3, "");

        assertThat(stream.header("content-type")).isEqualTo("text/event-stream");
        assertThat(joined.name()).isEqualTo("joined");
        assertThat(joined.id()).isEqualTo(id(1));
        assertThat(joined.data().path("snapshot").booleanValue()).isTrue();
        assertThat(stream.next()).isEqualTo(new Event("new_notification", id(2), payload(2, "")));
        assertThat(stream.next()).isEqualTo(new Event("inbox_changed", id(3), payload(3, "")));
    }

    @Test
    void one_that_comes_back_with_its_last_id_gets_the_difference_and_nothing_twice() throws IOException {
        String last;
        try (EventStreamClient first = open(null)) {
            last = first.next().id();
        }
        StandInInboxes.change(user);

        EventStreamClient second = open(last);
        Event joined = second.next();
        publish("new_notification", 2, "");
        publish("new_notification", 3, "");

        assertThat(joined.id()).isEqualTo(id(2));
        assertThat(joined.data().path("snapshot").booleanValue()).isFalse();
        assertThat(second.next().id()).isEqualTo(id(3));
    }

    @Test
    void without_a_token_or_with_a_bad_one_it_is_401() {
        RestAssured.get(address(user)).then().statusCode(401).header("WWW-Authenticate", "Bearer")
                .contentType("application/problem+json");
        assertThat(RestAssured.get(URI.create(address(user) + "?token=" + RedisAndKeys.token(user))).statusCode()).isEqualTo(401);
        String problem = withToken(RedisAndKeys.expiredToken(user)).get(address(user)).then().statusCode(401)
                .header("WWW-Authenticate", "Bearer error=\"invalid_token\"").extract().path("type");
        assertThat(problem).isEqualTo("/problems/unauthorized");
        soon().untilAsserted(() -> assertThat(ServiceManagement.get("/q/metrics").asString())
                .containsPattern("http_server_requests_seconds_count\\{.*status=\"401\",uri=\"/inbox/\\{user}/events\""));
    }

    @Test
    void another_users_token_is_403() {
        String problem = withToken(RedisAndKeys.token("mallory", "admin")).get(address(user)).then().statusCode(403).extract().path("type");
        assertThat(problem).isEqualTo("/problems/forbidden");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"garbage, Send a Last-Event-ID", "1.2.3, Send a Last-Event-ID", "EPOCH.4x, invalid_rev", "x.4, invalid_epoch"})
    void an_id_that_no_event_had_is_400_and_says_what_to_do(String id, String says) {
        String detail = withToken(RedisAndKeys.token(user)).header("Last-Event-ID", id.replace("EPOCH", StandInInboxes.EPOCH.toString()))
                .get(address(user)).then().statusCode(400).extract().path("detail");
        assertThat(detail).contains(says, "leave it out");
    }

    @Test
    void other_methods_are_405_and_pages_of_other_origins_403() {
        assertThat(RestAssured.post(address(user)).then().statusCode(405).extract().header("Allow")).isEqualTo("GET");
        withToken(RedisAndKeys.token(user)).header("Origin", "https://evil.example").get(address(user)).then().statusCode(403);
        RestAssured.given().header("Origin", "https://evil.example").options(address(user)).then().statusCode(403);
        RestAssured.given().header("Origin", "http://" + http.getHost()).options(address(user)).then().statusCode(204)
                .header("access-control-allow-headers", "authorization, last-event-id, cache-control");
    }

    @Test
    void streams_and_sockets_of_a_user_share_one_limit_and_are_counted() throws IOException {
        open(null).next();
        try (FrameClient _ = new FrameClient(http, "vsn=2.0.0&token=" + RedisAndKeys.token(user))) {
            assertThat(ServiceManagement.metric("channels_sockets ")).isEqualTo(2);

            assertThatThrownBy(() -> open(null)).isInstanceOfSatisfying(RefusedException.class, refusal -> {
                assertThat(refusal.status()).isEqualTo(503);
                assertThat(refusal.body()).contains("/problems/overloaded");
            });
        }
    }

    @Test
    void comments_keep_a_quiet_stream_alive_longer_than_a_silent_socket() throws IOException {
        EventStreamClient stream = open(null);
        stream.next();

        soon().untilAsserted(() -> assertThat(stream.comments()).isGreaterThan(20)); // 4 s

        assertThat(stream.isOpen()).isTrue();
    }

    @Test
    void a_token_that_expires_ends_it() throws IOException {
        EventStreamClient stream = keep(new EventStreamClient(http, user, RedisAndKeys.tokenExpired(Duration.ofSeconds(27), user), null));
        stream.next();

        Event last = stream.next();

        assertThat(last.name()).isEqualTo("phx_close");
        assertThat(last.data().path("code").intValue()).isEqualTo(4003);
        stream.awaitEnd();
    }

    @Test
    void one_that_does_not_read_is_closed_and_the_other_gets_everything() throws IOException {
        double slow = ServiceManagement.metric("channels_closes_total{code=\"4001\"");
        EventStreamClient reader = open(null);
        reader.next();
        String large = "x".repeat(100_000);
        try (Socket stuck = new Socket()) {
            stuck.setReceiveBufferSize(4_096);
            stuck.connect(new InetSocketAddress(http.getHost(), http.getPort()));
            stuck.getOutputStream().write("GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n".formatted(
                    EventStreamClient.address(http, user).getRawPath(), RedisAndKeys.token(user)).getBytes(StandardCharsets.US_ASCII));
            soon().untilAsserted(() -> assertThat(ServiceManagement.metric("channels_members ")).isEqualTo(2));

            for (int rev = 2; rev < 102; rev++) {
                publish("inbox_changed", rev, large);
                assertThat(reader.next().id()).isEqualTo(id(rev));
            }

            soon().untilAsserted(() -> assertThat(ServiceManagement.metric("channels_sockets ")).isEqualTo(1));
            assertThat(ServiceManagement.metric("channels_closes_total{code=\"4001\"")).isEqualTo(slow + 1);
        }
        assertThat(reader.isOpen()).isTrue();
    }

    /** The last test of this gateway. */
    @Test
    @Order(Integer.MAX_VALUE)
    void a_gateway_that_stops_ends_it_and_takes_no_other() throws IOException {
        EventStreamClient stream = open(null);
        stream.next();

        shutdown.fire(new ShutdownDelayInitiatedEvent());

        assertThat(stream.next().data().path("code").intValue()).isEqualTo(1012);
        stream.awaitEnd();
        assertThatThrownBy(() -> open(null)).isInstanceOfSatisfying(RefusedException.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(503);
            assertThat(refusal.body()).contains("/problems/stopping");
        });
    }

    private EventStreamClient open(String lastEventId) throws IOException {
        return keep(new EventStreamClient(http, user, RedisAndKeys.token(user), lastEventId));
    }

    private EventStreamClient keep(EventStreamClient stream) {
        streams.add(stream);
        return stream;
    }

    private URI address(String of) {
        return EventStreamClient.address(http, of);
    }

    private static RequestSpecification withToken(String token) {
        return RestAssured.given().urlEncodingEnabled(false).header("Authorization", "Bearer " + token);
    }

    private static String id(long rev) {
        return StandInInboxes.EPOCH + "." + rev;
    }

    private static JsonNode payload(long rev, String padding) {
        return Json.tree("{\"rev\":%d,\"padding\":\"%s\",\"notification\":{\"rev\":7},\"epoch\":\"%s\"}".formatted(
                rev, padding, StandInInboxes.EPOCH));
    }

    private void publish(String event, long rev, String padding) {
        InboxFrame frame = new InboxFrame(user, event, Revisions.of(new InboxState(0, 0, rev, rev, StandInInboxes.EPOCH, 0)), Trail.NONE,
                payload(rev, padding).toString());
        redis.send(Request.cmd(Command.PUBLISH).arg(new RedisPrefix(InboxFrame.REDIS_PREFIX).channel(frame.topic(InboxFrame.TOPIC_PREFIX)))
                .arg(frame.message().encode())).toCompletionStage().toCompletableFuture().join();
    }
}
