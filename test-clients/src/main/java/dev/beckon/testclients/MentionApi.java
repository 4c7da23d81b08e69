package dev.beckon.testclients;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A product team that posts mentions. */
public final class MentionApi {

    private static final int ACCEPTED = 202;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();

    private final URI address;
    private final String token;

    public MentionApi(URI service, String token) {
        this.address = service.resolve("/mentions");
        this.token = token;
    }

    /** Posts one mention that must be accepted. @return its id */
    public UUID post(String excerpt, List<String> recipients) {
        return accepted(tryPost(UUID.randomUUID().toString(), excerpt, recipients));
    }

    private static UUID accepted(HttpResponse<String> response) {
        if (response.statusCode() != ACCEPTED) {
            throw new AssertionError("answered with " + response.statusCode() + ": " + response.body());
        }
        return UUID.fromString(Json.tree(response.body()).path("ids").path(0).asText());
    }

    public UUID post(String excerpt, String... recipients) {
        return post(excerpt, List.of(recipients));
    }

    /** @param key the Idempotency-Key */
    public HttpResponse<String> tryPost(String key, String excerpt, List<String> recipients) {
        return send(key, body(excerpt, recipients));
    }

    /** Like {@link #post(String, String...)}, in a trace of the caller. @param traceparent W3C Trace Context, §3.2 */
    public UUID postTraced(String traceparent, String excerpt, String... recipients) {
        HttpRequest request = request(UUID.randomUUID().toString(), body(excerpt, List.of(recipients)), PATIENCE)
                .header("traceparent", traceparent).build();
        return accepted(answer(() -> HTTP.send(request, BodyHandlers.ofString())));
    }

    /** Sends any body. */
    public HttpResponse<String> send(String key, String body) {
        return answer(() -> send(key, body, PATIENCE));
    }

    private interface Call {
        HttpResponse<String> send() throws IOException, InterruptedException;
    }

    private static HttpResponse<String> answer(Call call) {
        try {
            return call.send();
        } catch (IOException e) {
            throw new AssertionError("POST /mentions was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /**
     * Sends any body.
     *
     * @param patience the time after which the client gives up the connection
     * @throws IOException if there was no answer: the mention may be stored or not
     */
    public HttpResponse<String> send(String key, String body, Duration patience) throws IOException, InterruptedException {
        return HTTP.send(request(key, body, patience).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String key, String body, Duration patience) {
        return HttpRequest.newBuilder(address)
                .timeout(patience)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body));
    }

    /** The request body for one mention by Ada. */
    public static String body(String excerpt, List<String> recipients) {
        return Json.write(Map.of(
                "actor", Map.of("id", "ada", "name", "Ada Lovelace"),
                "recipients", recipients,
                "source", Map.of("type", "comment", "id", "7", "url", "https://example.org/notes/7", "title", "Note 7"),
                "excerpt", excerpt,
                "occurredAt", Instant.now().toString()));
    }
}
