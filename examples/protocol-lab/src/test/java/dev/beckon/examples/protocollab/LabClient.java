package dev.beckon.examples.protocollab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.testclients.FrameClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** A client of the laboratory. It renumbers the {@code phx_ref}s of presences from 0, in the order in which they first arrive. */
record LabClient(FrameClient frames, Map<String, Integer> presenceRefs) implements AutoCloseable {

    private static final Pattern PHX_REF = Pattern.compile("(\"phx_ref\\w*\":\")([^\"]+)");

    /** @throws java.util.concurrent.CompletionException with a WebSocketHandshakeException if refused */
    static LabClient withToken(URI lab, String token) {
        return new LabClient(new FrameClient(lab, "vsn=2.0.0&token=" + token), new HashMap<>());
    }

    static LabClient connect(URI lab, String user) {
        return withToken(lab, LabProfile.token(user, Duration.ofMinutes(5)));
    }

    LabClient send(String frame) {
        frames.send(frame);
        return this;
    }

    /** Sends a binary push with join_ref 1 and ref 2. */
    LabClient sendBytes(String topic, String event, String data) {
        String frame = "\0\1\1" + (char) topic.length() + (char) event.length() + "12" + topic + event + data;
        frames.send(frame.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    LabClient expect(String frame) {
        frames.expect(frame);
        return this;
    }

    LabClient expectPresence(String frame) {
        assertThat(PHX_REF.matcher(frames.nextPresence()).replaceAll(
                ref -> ref.group(1) + presenceRefs.computeIfAbsent(ref.group(2), _ -> presenceRefs.size()))).isEqualTo(frame);
        return this;
    }

    LabClient joined(String topic) {
        frames.joined(topic);
        return this;
    }

    int expectClosed() {
        return frames.expectClosed();
    }

    @Override
    public void close() {
        frames.close();
    }
}
