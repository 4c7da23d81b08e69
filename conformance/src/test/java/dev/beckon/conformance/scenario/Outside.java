package dev.beckon.conformance.scenario;

import dev.beckon.conformance.transcript.Venue;
import dev.beckon.testclients.wire.HttpRequest;
import dev.beckon.testclients.wire.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The laboratory's HTTP API, which acts from outside any channel. */
public record Outside(Venue venue) {

    public void disconnect(String user) {
        post("/lab/disconnect?user=" + user, "");
    }

    public void publish(String topic, String event, String json) {
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
