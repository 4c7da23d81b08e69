package dev.beckon.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A client that has joined one inbox and notes when each notification's callback ran. */
final class InboxListener implements WebSocket.Listener, AutoCloseable {

    private static final int MAX_WAITING = 1_000;

    /** @param nanos {@link System#nanoTime} when the frame was handed to the client */
    record Arrival(String excerpt, long nanos) {}

    private final ObjectMapper json = new ObjectMapper();
    private final StringBuilder partial = new StringBuilder();
    private final BlockingQueue<Arrival> arrivals = new ArrayBlockingQueue<>(MAX_WAITING);
    private final BlockingQueue<String> joined = new ArrayBlockingQueue<>(1);
    private final WebSocket webSocket;

    /** Connects and joins; blocks until the join is answered, at most 10 s. */
    InboxListener(HttpClient http, URI gateway, String user, String token) throws InterruptedException {
        URI socket = URI.create("ws" + gateway.toString().substring("http".length())
                + "/socket/websocket?vsn=2.0.0&token=" + token);
        webSocket = http.newWebSocketBuilder().buildAsync(socket, this).join();
        webSocket.sendText("[\"1\",\"1\",\"notifications:" + user + "\",\"phx_join\",{}]", true);
        String status = joined.poll(10, TimeUnit.SECONDS);
        if (!"ok".equals(status)) {
            throw new IllegalStateException("the join of " + user + "'s inbox was answered with " + status);
        }
    }

    /** @throws IllegalStateException if none comes within 10 s */
    Arrival next() throws InterruptedException {
        Arrival arrival = arrivals.poll(10, TimeUnit.SECONDS);
        if (arrival == null) {
            throw new IllegalStateException("no notification came within 10 s");
        }
        return arrival;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        long nanos = System.nanoTime();
        partial.append(data);
        if (last) {
            received(partial.toString(), nanos);
            partial.setLength(0);
        }
        socket.request(1);
        return null;
    }

    private void received(String frame, long nanos) {
        try {
            JsonNode message = json.readTree(frame);
            switch (message.get(3).asText()) {
                case "phx_reply" -> joined.offer(message.at("/4/status").asText());
                case "new_notification" -> arrivals.add(new Arrival(message.at("/4/notification/excerpt").asText(), nanos));
                default -> { }
            }
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException("a frame is not JSON", e);
        }
    }

    @Override
    public void close() {
        webSocket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }
}
