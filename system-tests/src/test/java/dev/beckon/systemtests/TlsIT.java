package dev.beckon.systemtests;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.Span;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.systemtests.stack.TlsServices;
import dev.beckon.testclients.EventStreamClient;
import dev.beckon.testclients.MentionApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * TLS to clients, between services, to PostgreSQL, Redis, Kafka (with a SASL login), an identity provider and a span collector. Both
 * ends are checked, secrets come from files, and a certificate is renewed at run time.
 */
@SystemTest
@Timeout(400)
class TlsIT {

    final Beckon beckon;
    final String alice;

    TlsIT(Beckon beckon) {
        this.beckon = beckon;
        this.alice = beckon.user("alice");
    }

    /** One test, because the services take long to start. */
    @Test
    void a_mention_and_a_change_go_all_the_way_over_TLS() throws Exception {
        TlsServices services = beckon.tlsServices();
        List<String> frames = new CopyOnWriteArrayList<>();
        WebSocket client = connect(services, frames);
        String topic = "notifications:" + alice;

        client.sendText("[\"1\",\"1\",\"" + topic + "\",\"phx_join\",{}]", true).join();
        soon().untilAsserted(() -> assertThat(frames).anyMatch(frame -> frame.contains("\"snapshot\":true"))); // gateway, PostgreSQL
        assertStreamsOverHttp2(services);
        String trace = UUID.randomUUID().toString().replace("-", "");
        HttpResponse<String> posted = post(services, trace);
        assertThat(posted.statusCode()).isEqualTo(202); // Kafka
        soon().untilAsserted(() -> assertThat(frames).anyMatch(frame -> frame.contains("over TLS")));
        // The span shows that the gateway pushed because of Redis; without Redis a comparison would have found the notification as well.
        soon().untilAsserted(() -> assertThat(services.spans(trace)).extracting(Span::name)
                .contains("POST /mentions", "push new_notification")); // collector
        assertThat(status(services, posted.headers().firstValue("Idempotency-Key").orElseThrow())).contains("\"user\":\"" + alice); // mention-service to notification-service
        renewTheCertificateUnder(client, services);
        client.sendText("[\"1\",\"2\",\"" + topic + "\",\"mark_seen\",{}]", true).join();
        soon().untilAsserted(() -> assertThat(frames).anyMatch(frame -> frame.contains("inbox_changed")));
        client.abort();

        assertThat(beckon.database().count("SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
                + " WHERE ssl AND datname = 'beckon'")).isPositive();
        refuseWhoDoesNotTrustThem(services);
        refusePlainText(services);
        refuseWhoHasAnotherPassword(services);
    }

    /** Server-sent events: a browser has six connections of HTTP/1.1 to a host, and each stream would take one. */
    private void assertStreamsOverHttp2(TlsServices services) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(EventStreamClient.address(services.gateway(), alice))
                .header("Authorization", "Bearer " + beckon.token(alice)).build();
        try (HttpClient browser = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).sslContext(services.http().sslContext())
                .build()) {
            HttpResponse<Stream<String>> stream = browser.send(request, BodyHandlers.ofLines());
            try (Stream<String> lines = stream.body()) {
                assertThat(stream.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(lines.findFirst()).contains("event: joined");
            }
            browser.shutdownNow();
        }
    }

    /** Existing connections stay open; new ones get the new certificate. */
    private void renewTheCertificateUnder(WebSocket client, TlsServices services) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(services.gateway().resolve("/q/openapi")).build();
        try (HttpClient newcomer = HttpClient.newBuilder().sslContext(services.renewCertificateOfGateway()).build()) {
            soon().untilAsserted(() -> assertThat(newcomer.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200));
        }
        assertThat(client.isInputClosed()).isFalse();
    }

    private void refuseWhoHasAnotherPassword(TlsServices services) {
        try (Admin stranger = Admin.create(services.kafka("another"))) {
            assertThatThrownBy(() -> stranger.describeCluster().nodes().get()).hasCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    private HttpResponse<String> post(TlsServices services, String trace) throws Exception {
        return services.http().send(HttpRequest.newBuilder(services.mentionService().resolve("/mentions"))
                .header("Authorization", "Bearer " + beckon.token("ada", "mentions:write"))
                .header("Content-Type", "application/json").header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                .POST(BodyPublishers.ofString(MentionApi.body("over TLS", List.of(alice)))).build(), BodyHandlers.ofString());
    }

    private String status(TlsServices services, String key) throws Exception {
        return services.http().send(HttpRequest.newBuilder(services.mentionService().resolve("/mentions/" + key))
                .header("Authorization", "Bearer " + beckon.token("ada", "mentions:write")).build(), BodyHandlers.ofString()).body();
    }

    private void refuseWhoDoesNotTrustThem(TlsServices services) {
        try (HttpClient stranger = HttpClient.newHttpClient()) {
            for (URI service : List.of(services.mentionService(), services.notificationService(), services.gateway())) {
                HttpRequest request = HttpRequest.newBuilder(service.resolve("/q/openapi")).build();
                assertThatThrownBy(() -> stranger.send(request, BodyHandlers.discarding()))
                        .isInstanceOf(SSLHandshakeException.class);
            }
        }
    }

    private void refusePlainText(TlsServices services) {
        URI plain = URI.create(services.gateway().toString().replace("https", "http") + "/q/openapi");
        assertThatThrownBy(() -> services.http().send(HttpRequest.newBuilder(plain).build(), BodyHandlers.discarding()))
                .isInstanceOf(IOException.class);
    }

    private WebSocket connect(TlsServices services, List<String> frames) {
        URI address = URI.create(services.gateway().toString().replace("https", "wss")
                + "/socket/websocket?vsn=2.0.0&token=" + beckon.token(alice));
        return services.http().newWebSocketBuilder().buildAsync(address, new Listener(frames)).join();
    }

    private record Listener(List<String> frames, StringBuilder begun) implements WebSocket.Listener {

        Listener(List<String> frames) {
            this(frames, new StringBuilder());
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence text, boolean last) {
            begun.append(text);
            if (last) {
                frames.add(begun.toString());
                begun.setLength(0);
            }
            webSocket.request(1);
            return null;
        }
    }
}
