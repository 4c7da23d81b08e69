package dev.beckon.testclients;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends and expects frames exactly as they are on the wire, one after the other, on the JDK's WebSocket. Frames of presence go to a
 * queue of their own, since they may come between any two others.
 */
public final class FrameClient implements AutoCloseable {

    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> presences = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
    private final WebSocket webSocket;

    /**
     * @param server its address for HTTP
     * @throws java.util.concurrent.CompletionException with a WebSocketHandshakeException if the server refuses the upgrade
     */
    public FrameClient(URI server, String query) {
        URI address = URI.create("ws://" + server.getAuthority() + "/socket/websocket?" + query);
        this.webSocket = HTTP.newWebSocketBuilder().buildAsync(address, new Incoming()).join();
    }

    public FrameClient send(String frame) {
        webSocket.sendText(frame, true).join();
        return this;
    }

    public FrameClient send(byte[] frame) {
        webSocket.sendBinary(ByteBuffer.wrap(frame), true).join();
        return this;
    }

    /** The next frame, presence aside, is this one; a binary frame is compared as ASCII. */
    public FrameClient expect(String frame) {
        String next = next(frames);
        if (!next.equals(frame)) {
            throw new AssertionError("expected %s%n  but got %s".formatted(frame, next));
        }
        return this;
    }

    /** Joins with join_ref and ref 1, and expects the reply {@code ok}. */
    public FrameClient joined(String topic) {
        return send("[\"1\",\"1\",\"" + topic + "\",\"phx_join\",{}]")
                .expect("[\"1\",\"1\",\"" + topic + "\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]");
    }

    /** @return the next {@code presence_state} or {@code presence_diff} */
    public String nextPresence() {
        return next(presences);
    }

    /** @return the code with which the server closes the connection */
    public int expectClosed() {
        return closeCode.orTimeout(BOUND.toSeconds(), TimeUnit.SECONDS).join();
    }

    private static String next(BlockingQueue<String> queue) {
        try {
            String next = queue.poll(BOUND.toSeconds(), TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no frame within " + BOUND);
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Ends the connection without a close frame. */
    @Override
    public void close() {
        webSocket.abort();
    }

    private final class Incoming implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence piece, boolean last) {
            text.append(piece);
            if (last) {
                (text.indexOf(",\"presence_") >= 0 ? presences : frames).add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer piece, boolean last) {
            while (piece.hasRemaining()) {
                bytes.write(piece.get());
            }
            if (last) {
                frames.add(bytes.toString(StandardCharsets.US_ASCII));
                bytes.reset();
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closeCode.complete(code);
            return null;
        }
    }
}
