package dev.beckon.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Says and hears frames as they stand on the wire, on the JDK's WebSocket. */
final class RawClient implements WebSocket.Listener, AutoCloseable {

    private final StringBuilder partial = new StringBuilder();
    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final WebSocket webSocket;

    /** @throws java.util.concurrent.CompletionException with a WebSocketHandshakeException if refused */
    RawClient(URI http, String query) {
        URI uri = URI.create("ws" + http.toString().substring("http".length()) + "socket/websocket?" + query);
        webSocket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(uri, this).join();
    }

    RawClient say(String frame) {
        webSocket.sendText(frame, true).join();
        return this;
    }

    /** The very next frame is this one. */
    void hear(String frame) throws InterruptedException {
        assertThat(frames.poll(10, TimeUnit.SECONDS)).isEqualTo(frame);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            frames.add(partial.toString());
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
