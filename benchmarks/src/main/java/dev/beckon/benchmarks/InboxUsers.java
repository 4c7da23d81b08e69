package dev.beckon.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;

/** Calls of the inbox API that benchmarks need. */
final class InboxUsers {

    /** A freshly started service on a busy machine may miss its deadline and answer 503. */
    private static final int BUSY = 503;

    private static final int ATTEMPTS = 10;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private InboxUsers() {}

    /** Waits until notification-service answers: gateways refuse joins while a freshly started service is too slow. */
    static void awaitAnswer(Bench bench) throws IOException, InterruptedException {
        epoch(bench);
    }

    /** Reads the database's epoch: gateways do not accept frames and revisions of another epoch. */
    static UUID epoch(Bench bench) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(bench.stack().notifications().getFirst().resolve("/inbox/anna"))
                .header("Authorization", "Bearer " + bench.stack().token("anna"))
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
