package dev.beckon.examples.protocollab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says and hears frames as they stand on the wire; what the server closes with is heard as {@code close <code>}. */
final class LabClient implements WebSocket.Listener, AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final Map<String, Integer> presenceRefs = new HashMap<>();
    private final WebSocket webSocket;

    /** @throws java.util.concurrent.CompletionException with a WebSocketHandshakeException if refused */
    LabClient(URI lab, String token) {
        webSocket = HTTP.newWebSocketBuilder()
                .buildAsync(URI.create("ws://localhost:" + lab.getPort() + "/socket/websocket?vsn=2.0.0&token=" + token), this)
                .join();
    }

    static LabClient connect(URI lab, String user) {
        return new LabClient(lab, LabProfile.token(user, Duration.ofMinutes(5)));
    }

    LabClient say(String frame) {
        webSocket.sendText(frame, true).join();
        return this;
    }

    /** A binary push with join_ref 1 and ref 2. */
    LabClient sayBytes(String topic, String event, String data) {
        String head = "12" + topic + event + data;
        webSocket.sendBinary(ByteBuffer.wrap(
                ("\0\1\1" + (char) topic.length() + (char) event.length() + head).getBytes(StandardCharsets.US_ASCII)), true).join();
        return this;
    }

    /** The very next frame is this one, presence apart; bytes are heard as if they were ASCII. */
    LabClient hear(String frame) throws InterruptedException {
        assertThat(next(false)).isEqualTo(frame);
        return this;
    }

    /** The next frame of presence, with each {@code phx_ref} replaced by the number of those before it. */
    LabClient hearPresence(String frame) throws InterruptedException {
        String heard = Pattern.compile("(\"phx_ref\\w*\":\")([^\"]+)").matcher(next(true)).replaceAll(
                ref -> ref.group(1) + presenceRefs.computeIfAbsent(ref.group(2), _ -> presenceRefs.size()));
        assertThat(heard).isEqualTo(frame);
        return this;
    }

    private @Nullable String next(boolean presence) throws InterruptedException {
        String frame;
        do {
            frame = frames.poll(30, TimeUnit.SECONDS);
        } while (frame != null && frame.contains(",\"presence_") != presence);
        return frame;
    }

    LabClient join(String topic) throws InterruptedException {
        return say("[\"1\",\"1\",\"" + topic + "\",\"phx_join\",{}]")
                .hear("[\"1\",\"1\",\"" + topic + "\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]");
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            frames.add(text.toString());
            text.setLength(0);
        }
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        while (data.hasRemaining()) {
            bytes.write(data.get());
        }
        if (last) {
            frames.add(bytes.toString(StandardCharsets.US_ASCII));
            bytes.reset();
        }
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        frames.add("close " + code);
        return null;
    }

    @Override
    public void close() {
        webSocket.abort();
    }
}
