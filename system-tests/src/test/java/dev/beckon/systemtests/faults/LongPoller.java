package dev.beckon.systemtests.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.verify.wire.Wire;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;

/** A client behind a network that breaks WebSockets: always has a poll waiting, until its session ends. */
final class LongPoller {

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    /** Longer than a poll waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final List<Integer> GOES_ON = List.of(200, 204);

    private final URI gateway;
    private String token;

    private LongPoller(URI gateway, String token) {
        this.gateway = gateway;
        this.token = token;
    }

    /** Returns when the join was answered. @return the status that ended the session; fails if a poll was not answered */
    static CompletableFuture<Integer> join(URI gateway, String user, String token) {
        LongPoller client = new LongPoller(gateway, token);
        client.poll();
        client.ask(client.request().POST(BodyPublishers.ofString(
                Wire.write(List.of("1", "1", "notifications:" + user, "phx_join", Map.of())))));
        JsonNode joined = client.poll();
        if (!joined.path("messages").path(0).asText().contains("\"status\":\"ok\"")) {
            throw new AssertionError("not joined: " + joined);
        }
        return CompletableFuture.supplyAsync(client::pollUntilTheEnd, Executors.newVirtualThreadPerTaskExecutor());
    }

    private int pollUntilTheEnd() {
        int status = OK;
        while (GOES_ON.contains(status)) {
            status = poll().path("status").asInt();
        }
        return status;
    }

    private JsonNode poll() {
        JsonNode answer = ask(request());
        token = answer.path("token").asText(token);
        return answer;
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(gateway.resolve("/socket/longpoll?vsn=2.0.0&token=" + token)).timeout(PATIENCE);
    }

    private JsonNode ask(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() != OK) {
                throw new AssertionError("answered with " + answer.statusCode());
            }
            return Wire.tree(answer.body());
        } catch (IOException e) {
            throw new CompletionException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
