package dev.beckon.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Says and hears frames as they stand on the wire, on the JDK's WebSocket. */
public final class RawClient implements WebSocket.Listener, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final StringBuilder partial = new StringBuilder();
    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
    private final BlockingQueue<String> presences = new LinkedBlockingQueue<>();
    private final WebSocket webSocket;

    /** @throws java.util.concurrent.CompletionException with a WebSocketHandshakeException if refused */
    public RawClient(URI http, String query) {
        URI uri = URI.create("ws" + http.toString().substring("http".length()) + "socket/websocket?" + query);
        webSocket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(uri, this).join();
    }

    public RawClient say(String frame) {
        webSocket.sendText(frame, true).join();
        return this;
    }

    /** The very next frame is this one, {@code presence_state} and {@code presence_diff} aside. */
    public void hear(String frame) throws InterruptedException {
        assertThat(frames.poll(30, TimeUnit.SECONDS)).isEqualTo(frame);
    }

    public void joined(String topic) throws InterruptedException {
        say("[\"1\",\"1\",\"" + topic + "\",\"phx_join\",{}]")
                .hear("[\"1\",\"1\",\"" + topic + "\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]");
    }

    /** @return the code with which the server closes the connection */
    public int closed() {
        return closeCode.orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** The next {@code presence_state} or {@code presence_diff}. */
    JsonNode hearPresence() throws Exception {
        return JSON.readTree(presences.poll(30, TimeUnit.SECONDS));
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
        closeCode.complete(statusCode);
        return null;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            (partial.indexOf("\"presence_") >= 0 ? presences : frames).add(partial.toString());
            partial.setLength(0);
        }
        socket.request(1);
        return null;
    }

    @Override
    public void close() {
        webSocket.abort();
    }
}
