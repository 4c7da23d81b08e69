package dev.beckon.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.testclients.wire.Connection;
import dev.beckon.testclients.wire.WireMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** One client on one topic, in version 2; it sends frames as strings and skips presence unless a scenario asks for it. */
final class RawMember implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final Connection connection;
    private final String topic;

    RawMember(Connection connection, String topic) {
        this.connection = connection;
        this.topic = topic;
    }

    RawMember joined() throws Exception {
        say("1", "1", "phx_join", "{}");
        expect("1", "1", "phx_reply", "{\"status\":\"ok\",\"response\":{}}");
        return this;
    }

    void say(String joinRef, String ref, String event, String payload) throws IOException {
        connection.send(List.of(new WireMessage.Text(frame(joinRef, ref, event, payload))));
    }

    String frame(String joinRef, String ref, String event, String payload) {
        return "[%s,%s,\"%s\",\"%s\",%s]".formatted(quoted(joinRef), quoted(ref), topic, event, payload);
    }

    private static String quoted(String ref) {
        return ref.isEmpty() ? "null" : '"' + ref + '"';
    }

    /** The next frame is this one. */
    void expect(String joinRef, String ref, String event, String payload) throws Exception {
        expect(frame(joinRef, ref, event, payload));
    }

    void expect(String frame) throws Exception {
        assertThat(nextText("presence_")).isEqualTo(frame);
    }

    void expectReply(String ref, String status, String response) throws Exception {
        expect("1", ref, "phx_reply", "{\"status\":\"%s\",\"response\":%s}".formatted(status, response));
    }

    void expectBroadcast(String event, String payload) throws Exception {
        expect("", "", event, payload);
    }

    /** Sends a request: nothing comes before its reply. */
    void expectNothing() throws Exception {
        say("1", "nothing", "echo", "{}");
        expectReply("nothing", "ok", "{}");
    }

    /** The payload of the next frame with this event; skips all others. */
    JsonNode next(String event) throws Exception {
        JsonNode frame = json(nextText("phx_reply"));
        while (!frame.path(3).asText().equals(event)) {
            frame = json(nextText("phx_reply"));
        }
        return frame.path(4);
    }

    private String nextText(String passedOver) throws InterruptedException {
        WireMessage next = connection.next(PATIENCE);
        while (next instanceof WireMessage.Text(var text) && json(text).path(3).asText().startsWith(passedOver)) {
            next = connection.next(PATIENCE);
        }
        assertThat(next).isInstanceOf(WireMessage.Text.class);
        return next.toString();
    }

    void expectClose(int code) throws InterruptedException {
        WireMessage next = connection.next(PATIENCE);
        while (next instanceof WireMessage.Text) {
            next = connection.next(PATIENCE);
        }
        assertThat(next).isEqualTo(new WireMessage.Close(code));
    }

    /** Pushes these bytes. */
    void sayBytes(String ref, String event, int... data) throws IOException {
        connection.send(List.of(new WireMessage.Binary(bytes(0, List.of("1", ref, topic, event), data))));
    }

    /** The next binary frame has this kind, these strings and these bytes. */
    void expectBytes(int kind, List<String> strings, int... data) throws InterruptedException {
        WireMessage next = connection.next(PATIENCE);
        while (next instanceof WireMessage.Text) {
            next = connection.next(PATIENCE);
        }
        assertThat(next).hasToString(new WireMessage.Binary(bytes(kind, strings, data)).toString());
    }

    private static byte[] bytes(int kind, List<String> strings, int... data) {
        StringBuilder frame = new StringBuilder().append((char) kind);
        strings.forEach(string -> frame.append((char) string.length()));
        strings.forEach(frame::append);
        Arrays.stream(data).forEach(value -> frame.append((char) value));
        return frame.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
