package dev.beckon.verify.clients;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.verify.clients.Message.Reply;
import dev.beckon.verify.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One raw connection that speaks Phoenix Channels. Everything about a topic is handed to its listener, or else queued for
 * {@link #expectPush}, in the order in which it came.
 */
public final class PhoenixClient implements AutoCloseable {


    private final Replies replies = new Replies();
    private final Map<String, BlockingQueue<Message>> pushes = new ConcurrentHashMap<>();
    private final Map<String, Consumer<Message>> listeners = new ConcurrentHashMap<>();
    private final Map<String, String> joinRefs = new ConcurrentHashMap<>();
    private final AtomicInteger refs = new AtomicInteger();
    private final FrameListener frames = new FrameListener(this::received);
    private final Duration patience;
    private final WebSocket webSocket;
    private volatile boolean forsaken;

    private PhoenixClient(URI gateway, Map<String, String> parameters, Duration patience) throws IOException {
        this.patience = patience;
        this.webSocket = Handshake.open(gateway, parameters, frames);
    }

    /** @throws RefusedException if the server does not take us */
    public static PhoenixClient connect(URI gateway, String token) throws IOException {
        return connect(gateway, token, Patience.STOCK.reply());
    }

    /** @param patience for each reply */
    static PhoenixClient connect(URI gateway, String token, Duration patience) throws IOException {
        return new PhoenixClient(gateway, Map.of("vsn", "2.0.0", "token", token), patience);
    }

    /** @param parameters all connect parameters, {@code vsn} too */
    public static PhoenixClient connect(URI gateway, Map<String, String> parameters) throws IOException {
        return new PhoenixClient(gateway, parameters, Patience.STOCK.reply());
    }

    /** From now on {@code listener} gets all that comes for this topic, replies included, on the connection's thread. */
    public void listen(String topic, Consumer<Message> listener) {
        listeners.put(topic, listener);
    }

    public Reply join(String topic, Object payload) {
        String ref = Integer.toString(refs.incrementAndGet());
        joinRefs.put(topic, ref);
        return request(new Message(ref, ref, topic, "phx_join", Wire.asTree(payload)));
    }

    public Reply push(String topic, String event, Object payload) {
        String ref = Integer.toString(refs.incrementAndGet());
        return request(new Message(joinRefs.get(topic), ref, topic, event, Wire.asTree(payload)));
    }

    Reply leave(String topic) {
        return push(topic, "phx_leave", Map.of());
    }

    /** Shows to both sides that the connection lives. */
    void heartbeat() {
        request(new Message(null, Integer.toString(refs.incrementAndGet()), "phoenix", "heartbeat", Wire.asTree(Map.of())));
    }

    /** @throws UncheckedIOException if the connection ends first, or there is no answer */
    private Reply request(Message message) {
        return replies.await(message, frames.closed, patience, () -> send(message));
    }

    /** One at a time, as the JDK wants it. */
    private synchronized void send(Message message) {
        try {
            webSocket.sendText(message.frame(), true).orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException e) {
            throw Replies.lost(message, e);
        }
    }

    private void received(String frame) {
        Message message = Message.parse(frame);
        Consumer<Message> listener = listeners.get(message.topic());
        if (listener != null) {
            listener.accept(message);
        }
        if (message.isReply()) {
            replies.came(message);
        } else if (listener == null) {
            queue(message.topic()).add(message);
        }
    }

    private BlockingQueue<Message> queue(String topic) {
        return pushes.computeIfAbsent(topic, _ -> new LinkedBlockingQueue<>());
    }

    /** The next thing the server says on this topic is this event. @return its payload */
    public JsonNode expectPush(String topic, String event) {
        try {
            Message next = queue(topic).poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null || !next.event().equals(event)) {
                throw new AssertionError("expected %s on %s, got %s".formatted(event, topic, next));
            }
            return next.payload();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What has come on this topic and was not expected yet. */
    public List<Message> pushes(String topic) {
        return List.copyOf(queue(topic));
    }

    /** What ended the connection: the close code, or 1006 if it just broke. */
    public CompletableFuture<Integer> closed() {
        return frames.closed;
    }

    /** Ends it on this side only: the server is not told, and its messages are not read. {@link #cut} ends it whole. */
    void forsake() {
        forsaken = true;
        frames.deafen();
        frames.ended(1006);
    }

    /** As a lost network would: the server gets no farewell. */
    public void cut() {
        webSocket.abort();
        frames.ended(1006);
    }

    /** Says farewell, unless it was forsaken. */
    @Override
    public void close() {
        if (forsaken) {
            return;
        }
        if (!frames.closed.isDone()) {
            webSocket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(_ -> webSocket);
        }
        cut();
    }
}
