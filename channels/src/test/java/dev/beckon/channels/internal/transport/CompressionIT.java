package dev.beckon.channels.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.lab.Clients;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Compression turned on, and a client that uses it. */
@QuarkusTest
@TestProfile(CompressionIT.Compression.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CompressionIT {

    private static final int LIMIT = 262_144;

    public static final class Compression implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.websockets-next.server.per-message-compression-supported", "true");
        }
    }

    @RegisterExtension
    final Clients clients = new Clients();

    @TestHTTPResource("/socket/websocket?vsn=2.0.0")
    URI uri;

    @Inject
    Vertx vertx;

    @Test
    void compressed_messages_are_taken_up_to_the_limit_one_after_another() throws Exception {
        WebSocketClient client = client();
        WebSocket ada = connect(client);
        CompletableFuture<String> reply = new CompletableFuture<>();
        ada.textMessageHandler(text -> {
            if (text.contains("last")) {
                reply.complete(text);
            }
        });

        ada.writeFinalTextFrame(heartbeat("first", LIMIT)); // four times the limit for an uncompressed frame
        ada.writeTextMessage(heartbeat("in parts", LIMIT));
        ada.writeFinalTextFrame(heartbeat("last", 1_000));

        assertThat(reply.get(20, TimeUnit.SECONDS)).startsWith("[null,\"last\",\"phoenix\",\"phx_reply\"");
        client.close();
    }

    @Test
    void one_byte_more_closes_the_connection() throws Exception {
        assertThat(closedAfter(heartbeat("1", LIMIT + 1), true)).isEqualTo((short) 1009);
    }

    @Test
    void so_does_a_message_that_is_a_thousand_times_its_frames() throws Exception {
        assertThat(closedAfter(heartbeat("1", 40 * LIMIT), false)).isEqualTo((short) 1009);
    }

    private short closedAfter(String message, boolean oneFrame) throws Exception {
        WebSocketClient client = client();
        WebSocket ada = connect(client);
        CompletableFuture<Short> closed = new CompletableFuture<>();
        ada.closeHandler(_ -> closed.complete(ada.closeStatusCode()));

        if (oneFrame) {
            ada.writeFinalTextFrame(message);
        } else {
            ada.writeTextMessage(message);
        }

        short code = closed.get(20, TimeUnit.SECONDS);
        client.close();
        return code;
    }

    private WebSocketClient client() {
        return vertx.createWebSocketClient(new WebSocketClientOptions().setTryUsePerMessageCompression(true));
    }

    private WebSocket connect(WebSocketClient client) throws Exception {
        return client.connect(uri.getPort(), uri.getHost(), uri.getPath() + "?" + uri.getQuery())
                .toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** A heartbeat of this size, which compresses to a thousandth of it. */
    private static String heartbeat(String ref, int bytes) {
        String frame = "[null,\"" + ref + "\",\"phoenix\",\"heartbeat\",{\"pad\":\"\"}]";
        return frame.replace("\"\"}", "\"" + "a".repeat(bytes - frame.length()) + "\"}");
    }
}
