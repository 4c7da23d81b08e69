package dev.beckon.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;

/** What a benchmark asks of the inbox API. */
final class Inboxes {

    /** A service that has just started on a busy machine may not answer within its deadline. */
    private static final int BUSY = 503;

    private static final int ATTEMPTS = 10;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private Inboxes() {}

    /** Joins are refused while a service that has just started on a busy machine does not answer in time. */
    static void awaitAnswer(Bench bench) throws IOException, InterruptedException {
        epoch(bench);
    }

    /** The database's epoch: frames and revisions of another one would not be believed. */
    static UUID epoch(Bench bench) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(bench.stack().notifications().getFirst().resolve("/inbox/somebody"))
                .header("Authorization", "Bearer " + bench.stack().token("somebody"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> inbox = http.send(request, HttpResponse.BodyHandlers.ofString());
            for (int again = 0; inbox.statusCode() == BUSY && again < ATTEMPTS; again++) {
                Thread.sleep(PAUSE);
                inbox = http.send(request, HttpResponse.BodyHandlers.ofString());
            }
            return UUID.fromString(new ObjectMapper().readTree(inbox.body()).path("epoch").asText());
        }
    }
}
