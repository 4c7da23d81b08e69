package dev.beckon.conformance.fuzz;

import dev.beckon.conformance.transcript.Venue;
import dev.beckon.testclients.wire.WebSocketConnection;
import dev.beckon.testclients.wire.WireMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A well-behaved client that joins, asks and broadcasts all the time; attacks must not disturb it. */
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

    /** Joins, gets a reply and its own broadcast, and leaves. */
    void sing() throws IOException, InterruptedException {
        long began = System.nanoTime();
        String ref = "\"" + ++songs + "\"";
        say(ref, "phx_join", "{}");
        receive("[%s,%s,\"%s\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]".formatted(ref, ref, TOPIC));
        say(ref, "echo", "{\"n\":%d}".formatted(songs));
        receive("[%s,%s,\"%s\",\"phx_reply\",{\"status\":\"ok\",\"response\":{\"n\":%d}}]".formatted(ref, ref, TOPIC, songs));
        say(ref, "new_msg", "{\"n\":%d}".formatted(songs));
        receive("[null,null,\"%s\",\"new_msg\",{\"n\":%d}]".formatted(TOPIC, songs));
        say(ref, "phx_leave", "{}");
        receive("[%s,%s,\"%s\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]".formatted(ref, ref, TOPIC));
        receive("[%s,%s,\"%s\",\"phx_close\",{}]".formatted(ref, ref, TOPIC));
        slowestMillis = Math.max(slowestMillis, Duration.ofNanos(System.nanoTime() - began).toMillis());
    }

    private void say(String ref, String event, String payload) throws IOException {
        connection.send(List.of(new WireMessage.Text("[%s,%s,\"%s\",\"%s\",%s]".formatted(ref, ref, TOPIC, event, payload))));
    }

    private void receive(String expected) throws InterruptedException {
        WireMessage received = connection.next(PATIENCE);
        while (received instanceof WireMessage.Text(var text) && text.contains("\"presence_")) {
            received = connection.next(PATIENCE);
        }
        if (received == null || !received.toString().equals(expected)) {
            throw new AssertionError("the canary got %s, not %s".formatted(received, expected));
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
