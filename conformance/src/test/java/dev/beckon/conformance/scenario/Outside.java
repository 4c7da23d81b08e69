package dev.beckon.conformance.scenario;

import dev.beckon.conformance.transcript.Venue;
import dev.beckon.conformance.wire.HttpRequest;
import dev.beckon.conformance.wire.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the laboratory does when it is asked from outside any channel. */
record Outside(Venue venue) {

    void disconnect(String user) {
        post("/lab/disconnect?user=" + user, "");
    }

    void publish(String topic, String event, String json) {
        post("/lab/publish?topic=%s&event=%s".formatted(topic, event), json);
    }

    private void post(String target, String body) {
        try {
            HttpResponse response = new HttpRequest("POST", target, List.of("content-type: application/json"),
                    body.getBytes(StandardCharsets.UTF_8)).send(venue.address());
            if (response.status() != 204) {
                throw new AssertionError("%s was answered with %s".formatted(target, response));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
