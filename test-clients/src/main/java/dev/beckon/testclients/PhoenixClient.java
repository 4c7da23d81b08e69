package dev.beckon.testclients;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.testclients.Message.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One connection that speaks Phoenix Channels, on the JDK's WebSocket. A topic's messages go to its listener, or else are queued for
 * {@link #expectPush}, in order of arrival. A frame that is no Phoenix message ends the connection. Thread-safe.
 */
public final class PhoenixClient implements AutoCloseable {

    private static final int BROKEN = 1006;
    private static final Duration CONNECTING = Duration.ofSeconds(10);
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(CONNECTING).build();

    private final Map<String, CompletableFuture<Reply>> replies = new ConcurrentHashMap<>();
    private final Map<String, BlockingQueue<Message>> pushes = new ConcurrentHashMap<>();
    private final Map<String, Consumer<Message>> listeners = new ConcurrentHashMap<>();
    private final Map<String, String> joinRefs = new ConcurrentHashMap<>();
    private final AtomicInteger refs = new AtomicInteger();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final Duration replyTimeout;
    private final WebSocket webSocket;
    private volatile boolean abandoned;

    private PhoenixClient(URI gateway, Map<String, String> parameters, Duration replyTimeout) throws IOException {
        this.replyTimeout = replyTimeout;
        this.webSocket = open(gateway, parameters);
    }

    /** @throws RefusedException if the server refuses the upgrade */
    public static PhoenixClient connect(URI gateway, String token) throws IOException {
        return connect(gateway, token, Device.Timeouts.STOCK.reply());
    }

    static PhoenixClient connect(URI gateway, String token, Duration replyTimeout) throws IOException {
        return new PhoenixClient(gateway, Map.of("vsn", "2.0.0", "token", token), replyTimeout);
    }

    /** @param parameters all connect parameters, {@code vsn} too */
    public static PhoenixClient connect(URI gateway, Map<String, String> parameters) throws IOException {
        return new PhoenixClient(gateway, parameters, Device.Timeouts.STOCK.reply());
    }

    private WebSocket open(URI gateway, Map<String, String> parameters) throws IOException {
        String query = parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        URI address = URI.create(gateway.toString().replaceFirst("^http", "ws") + "/socket/websocket?" + query);
        try {
            return HTTP.newWebSocketBuilder().connectTimeout(CONNECTING).buildAsync(address, new Incoming()).join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case WebSocketHandshakeException refused -> throw new RefusedException(refused.getResponse().statusCode(), "");
                case IOException noAnswer -> throw noAnswer;
                case null, default -> throw e;
            }
        }
    }

    /** From now on {@code listener} gets all messages of this topic, replies included, on the connection's thread. */
    public void listen(String topic, Consumer<Message> listener) {
        listeners.put(topic, listener);
    }

    public Reply join(String topic, Object payload) {
        String ref = nextRef();
        joinRefs.put(topic, ref);
        return request(new Message(ref, ref, topic, "phx_join", Json.asTree(payload)));
    }

    public Reply push(String topic, String event, Object payload) {
        return request(new Message(joinRefs.get(topic), nextRef(), topic, event, Json.asTree(payload)));
    }

    Reply leave(String topic) {
        return push(topic, "phx_leave", Map.of());
    }

    /** Proves to both sides that the connection works. */
    void heartbeat() {
        request(new Message(null, nextRef(), "phoenix", "heartbeat", Json.asTree(Map.of())));
    }

    private String nextRef() {
        return Integer.toString(refs.incrementAndGet());
    }

    /** @throws UncheckedIOException if the connection ends first, or there is no answer */
    private Reply request(Message message) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        String ref = String.valueOf(message.ref());
        replies.put(ref, reply);
        try {
            send(message);
            CompletableFuture.anyOf(reply, closed).get(replyTimeout.toMillis(), TimeUnit.MILLISECONDS);
            if (!reply.isDone()) {
                throw lost(message, null);
            }
            return reply.join();
        } catch (TimeoutException e) {
            throw lost(message, e);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNull(e.getCause()); // the failure of one of the two futures
            throw new AssertionError(cause.getMessage(), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw lost(message, e);
        } finally {
            replies.remove(ref);
        }
    }

    /** The JDK allows one send at a time. */
    private synchronized void send(Message message) {
        try {
            webSocket.sendText(message.frame(), true).orTimeout(replyTimeout.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException e) {
            throw lost(message, e);
        }
    }

    private static UncheckedIOException lost(Message message, @Nullable Exception cause) {
        String what = cause instanceof TimeoutException
                ? "no reply to %s on %s".formatted(message.event(), message.topic())
                : "the connection ended before %s on %s was answered".formatted(message.event(), message.topic());
        return new UncheckedIOException(new IOException(what, cause));
    }

    private void received(String frame) {
        Message message = Message.parse(frame);
        Consumer<Message> listener = listeners.get(message.topic());
        if (listener != null) {
            listener.accept(message);
        }
        if (message.isReply()) {
            CompletableFuture<Reply> reply = replies.get(String.valueOf(message.ref()));
            if (reply != null) {
                reply.complete(message.reply());
            }
        } else if (listener == null) {
            queue(message.topic()).add(message);
        }
    }

    private BlockingQueue<Message> queue(String topic) {
        return pushes.computeIfAbsent(topic, _ -> new LinkedBlockingQueue<>());
    }

    /** The next message on this topic is this event. @return its payload */
    public JsonNode expectPush(String topic, String event) {
        try {
            Message next = queue(topic).poll(replyTimeout.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null || !next.event().equals(event)) {
                throw new AssertionError("expected %s on %s, got %s".formatted(event, topic, next));
            }
            return next.payload();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Received messages of this topic that no call has expected yet. */
    public List<Message> pushes(String topic) {
        return List.copyOf(queue(topic));
    }

    /** Completes with the close code, or with 1006 if the connection just broke; fails if a frame was no Phoenix message. */
    public CompletableFuture<Integer> closed() {
        return closed;
    }

    /** Stops reading, also from the network, while the server still holds the connection. {@link #cut} ends it. */
    void abandon() {
        abandoned = true;
        closed.complete(BROKEN);
    }

    /** Ends the connection like a lost network: without a close frame. */
    public void cut() {
        webSocket.abort();
        closed.complete(BROKEN);
    }

    /** Sends a close frame, unless the connection was abandoned. */
    @Override
    public void close() {
        if (abandoned) {
            return;
        }
        if (!closed.isDone()) {
            webSocket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(_ -> webSocket);
        }
        cut();
    }

    private final class Incoming implements WebSocket.Listener {

        private final StringBuilder begun = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence piece, boolean last) {
            if (abandoned) {
                return null;
            }
            begun.append(piece);
            if (last) {
                String frame = begun.toString();
                begun.setLength(0);
                try {
                    received(frame);
                } catch (AssertionError malformed) {
                    closed.completeExceptionally(malformed);
                    socket.abort();
                }
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.complete(BROKEN);
        }
    }
}
