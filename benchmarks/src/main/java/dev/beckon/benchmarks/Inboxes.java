package dev.beckon.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;

/** What a benchmark asks of the inbox API. */
final class Inboxes {

    private Inboxes() {}

    /** The database's epoch: frames and revisions of another one would not be believed. */
    static UUID epoch(Bench bench) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(bench.stack().notifications().getFirst().resolve("/inbox/somebody"))
                .header("Authorization", "Bearer " + bench.stack().token("somebody"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            String inbox = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return UUID.fromString(new ObjectMapper().readTree(inbox).path("epoch").asText());
        }
    }
}
