package dev.beckon.conformance.fuzz;

import dev.beckon.conformance.transcript.Venue;
import dev.beckon.conformance.wire.Message;
import dev.beckon.conformance.wire.WebSocketConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A decent client that joins, asks and broadcasts all the time, and to whom nothing may happen. */
final class Canary implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TOPIC = "room:canary";

    private final WebSocketConnection connection;
    private long songs;
    private long slowestMillis;

    private Canary(WebSocketConnection connection) {
        this.connection = connection;
    }

    static Canary in(Venue venue) throws IOException {
        return new Canary(WebSocketConnection.open(venue.address(),
                "/socket/websocket?vsn=2.0.0&token=" + venue.credential("token", "canary"), List.of()));
    }

    /** Joins, is answered, hears its own broadcast, and leaves. */
    void sing() throws IOException, InterruptedException {
        long began = System.nanoTime();
        String ref = "\"" + ++songs + "\"";
        say(ref, "phx_join", "{}");
        hear("[%s,%s,\"%s\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]".formatted(ref, ref, TOPIC));
        say(ref, "echo", "{\"n\":%d}".formatted(songs));
        hear("[%s,%s,\"%s\",\"phx_reply\",{\"status\":\"ok\",\"response\":{\"n\":%d}}]".formatted(ref, ref, TOPIC, songs));
        say(ref, "new_msg", "{\"n\":%d}".formatted(songs));
        hear("[null,null,\"%s\",\"new_msg\",{\"n\":%d}]".formatted(TOPIC, songs));
        say(ref, "phx_leave", "{}");
        hear("[%s,%s,\"%s\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]".formatted(ref, ref, TOPIC));
        hear("[%s,%s,\"%s\",\"phx_close\",{}]".formatted(ref, ref, TOPIC));
        slowestMillis = Math.max(slowestMillis, Duration.ofNanos(System.nanoTime() - began).toMillis());
    }

    private void say(String ref, String event, String payload) throws IOException {
        connection.send(List.of(new Message.Text("[%s,%s,\"%s\",\"%s\",%s]".formatted(ref, ref, TOPIC, event, payload))));
    }

    private void hear(String expected) throws InterruptedException {
        Message heard = connection.next(PATIENCE);
        while (heard instanceof Message.Text(var text) && text.contains("\"presence_")) {
            heard = connection.next(PATIENCE);
        }
        if (heard == null || !heard.toString().equals(expected)) {
            throw new AssertionError("the canary heard %s, not %s".formatted(heard, expected));
        }
    }

    long songs() {
        return songs;
    }

    long slowestMillis() {
        return slowestMillis;
    }

    @Override
    public void close() {
        connection.close();
    }
}
