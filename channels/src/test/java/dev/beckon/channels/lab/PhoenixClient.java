package dev.beckon.channels.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Phoenix client on the JDK's WebSocket, in the field's words and without our serializer, so that a bug there cannot hide.
 * Frames are expected in the order in which they come: an unexpected frame fails the next expectation.
 *
 * <p>In {@link #send} and {@link #expect}, {@code '} stands for {@code "}, for reading.
 */
public final class PhoenixClient implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
    private final Map<String, String> joinRefs = new HashMap<>();
    private final WebSocket webSocket;
    private int lastRef = 100;

    private PhoenixClient(URI uri) {
        this.webSocket = HTTP.newWebSocketBuilder().buildAsync(uri, new Incoming())
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    static PhoenixClient connect(URI uri) {
        return new PhoenixClient(uri);
    }

    /** Joins, and asserts that the channel accepts. */
    public PhoenixClient joined(String topic) {
        return joined(topic, "{}");
    }

    public PhoenixClient joined(String topic, String payload) {
        expectReply(join(topic, payload), "ok");
        return this;
    }

    /** @return the join's ref: its reply carries it as ref, every later message of this channel as join_ref */
    public String join(String topic, String payload) {
        String ref = nextRef();
        joinRefs.put(topic, ref);
        write(ref, ref, topic, "phx_join", payload);
        return ref;
    }

    public String push(String topic, String event, String payload) {
        String ref = nextRef();
        write(joinRefs.get(topic), ref, topic, event, payload);
        return ref;
    }

    public String leave(String topic) {
        return push(topic, "phx_leave", "{}");
    }

    /** @return the reply's response */
    public JsonNode expectReply(String ref, String status) {
        JsonNode frame = next();
        assertThat(frame.get(1).asText()).as("ref of %s", frame).isEqualTo(ref);
        assertThat(frame.get(3).asText()).as("event of %s", frame).isEqualTo("phx_reply");
        assertThat(frame.get(4).get("status").asText()).as("status of %s", frame).isEqualTo(status);
        return frame.get(4).get("response");
    }

    public JsonNode expectPush(String topic, String event) {
        return expectMessage(joinRefs.get(topic), null, topic, event);
    }

    public JsonNode expectBroadcast(String topic, String event) {
        return expectMessage(null, null, topic, event);
    }

    public void expectClose(String topic) {
        String joinRef = joinRefs.get(topic);
        assertThat(expectMessage(joinRef, joinRef, topic, "phx_close")).isEmpty();
    }

    public void expectError(String topic) {
        String joinRef = joinRefs.get(topic);
        assertThat(expectMessage(joinRef, joinRef, topic, "phx_error").get("reason").asText()).isEqualTo("channel_crash");
    }

    /** Asserts that no unexpected frame came, up to the reply to a heartbeat. */
    public void expectNothing() {
        String ref = nextRef();
        write(null, ref, "phoenix", "heartbeat", "{}");
        assertThat(nextFrame()).isEqualTo("[null,\"" + ref + "\",\"phoenix\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]");
    }

    /** @return the code with which the server closes the connection */
    public int expectClosed() {
        return closeCode.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    public boolean isClosed() {
        return closeCode.isDone();
    }

    public void send(String frame) {
        webSocket.sendText(frame.replace('\'', '"'), true).join();
    }

    /** @param hex a binary frame in hexadecimal digits; spaces are ignored */
    public void sendBinary(String hex) {
        webSocket.sendBinary(ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))), true).join();
    }

    public void expectBinary(String hex) {
        assertThat(nextFrame()).isEqualTo(hex.replace(" ", ""));
    }

    public void expect(String frame) {
        assertThat(nextFrame()).isEqualTo(frame.replace('\'', '"'));
    }

    public void ping() {
        webSocket.sendPing(ByteBuffer.allocate(0)).join();
    }

    public String nextFrame() {
        try {
            String frame = frames.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(frame).as("a frame within %s", PATIENCE).isNotNull();
            return frame;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Cuts the connection without a close frame, as a phone in a tunnel does. */
    public void abort() {
        webSocket.abort();
    }

    @Override
    public void close() {
        if (!webSocket.isOutputClosed()) {
            webSocket.sendClose(WebSocket.NORMAL_CLOSURE, "");
        }
    }

    private JsonNode expectMessage(@Nullable String joinRef, @Nullable String ref, String topic, String event) {
        JsonNode frame = next();
        assertThat(frame.get(0).textValue()).as("join_ref of %s", frame).isEqualTo(joinRef);
        assertThat(frame.get(1).textValue()).as("ref of %s", frame).isEqualTo(ref);
        assertThat(frame.get(2).asText()).as("topic of %s", frame).isEqualTo(topic);
        assertThat(frame.get(3).asText()).as("event of %s", frame).isEqualTo(event);
        return frame.get(4);
    }

    /** The payload of a text frame. */
    public static JsonNode payload(String frame) {
        return read(frame).get(4);
    }

    private JsonNode next() {
        return read(nextFrame());
    }

    private static JsonNode read(String frame) {
        try {
            return JSON.readTree(frame);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private String nextRef() {
        return Integer.toString(++lastRef);
    }

    private void write(@Nullable String joinRef, String ref, String topic, String event, String payload) {
        String first = joinRef == null ? "null" : "'" + joinRef + "'";
        send("[" + first + ",'" + ref + "','" + topic + "','" + event + "'," + payload + "]");
    }

    private final class Incoming implements WebSocket.Listener {

        private final StringBuilder message = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                frames.add(message.toString());
                message.setLength(0);
            }
            socket.request(1);
            return null;
        }

        /** Keeps a binary frame among the others as hexadecimal digits; those of the tests come in one piece. */
        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            frames.add(HexFormat.of().formatHex(bytes));
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
            closeCode.complete(statusCode);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closeCode.completeExceptionally(error);
        }
    }
}
