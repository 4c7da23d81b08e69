package dev.beckon.testclients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A product team that posts mentions, edits them and takes them back. */
public final class MentionApi {

    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int NOT_FOUND = 404;
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

    /** Edits the mention of this key; must be accepted. @return its id */
    public UUID edit(String key, long revision, String excerpt, String... recipients) {
        return accepted(tryEdit(key, revision, excerpt, List.of(recipients)));
    }

    /** @param recipients may be empty */
    public HttpResponse<String> tryEdit(String key, long revision, String excerpt, List<String> recipients) {
        String body = edited(revision, excerpt, recipients);
        return answer(() -> HTTP.send(to(mention(key), PATIENCE).PUT(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString()));
    }

    /** Takes the mention of this key back; must be accepted. @return its id */
    public UUID retract(String key, long revision) {
        return accepted(tryRetract(key, revision));
    }

    public HttpResponse<String> tryRetract(String key, long revision) {
        URI mention = URI.create(mention(key) + "?revision=" + revision);
        return answer(() -> HTTP.send(to(mention, PATIENCE).DELETE().build(), BodyHandlers.ofString()));
    }

    /** What became of the mention of this key; missing while it is not stored. */
    public JsonNode status(String key) {
        HttpResponse<String> answer = answer(() -> HTTP.send(to(mention(key), PATIENCE).GET().build(), BodyHandlers.ofString()));
        return switch (answer.statusCode()) {
            case OK -> Json.tree(answer.body());
            case NOT_FOUND -> MissingNode.getInstance();
            default -> throw new AssertionError("answered with " + answer.statusCode() + ": " + answer.body());
        };
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
            throw new AssertionError("/mentions was not answered", e);
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

    /**
     * Edits a mention, or takes it back.
     *
     * @param body of the edit; {@code null}: takes it back
     * @param revision of the retraction; {@code null}: leaves it out
     * @param patience the time after which the client gives up the connection
     * @throws IOException if there was no answer: the revision may hold or not
     */
    public HttpResponse<String> revise(String key, @Nullable String body, @Nullable String revision, Duration patience)
            throws IOException, InterruptedException {
        URI mention = body == null && revision != null ? URI.create(mention(key) + "?revision=" + revision) : mention(key);
        HttpRequest.Builder request = to(mention, patience);
        return HTTP.send((body == null ? request.DELETE() : request.PUT(BodyPublishers.ofString(body))).build(),
                BodyHandlers.ofString());
    }

    /**
     * Takes back what a user may no longer see.
     *
     * @throws IOException if there was no answer: it may be taken back or not
     */
    public HttpResponse<String> revokeAccess(String body, Duration patience) throws IOException, InterruptedException {
        return HTTP.send(to(address.resolve("/access/revoked"), patience).POST(BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String key, String body, Duration patience) {
        return to(address, patience).header("Idempotency-Key", key).POST(BodyPublishers.ofString(body));
    }

    private HttpRequest.Builder to(URI address, Duration patience) {
        return HttpRequest.newBuilder(address)
                .timeout(patience)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private URI mention(String key) {
        return URI.create(address + "/" + URLEncoder.encode(key, StandardCharsets.UTF_8)); // keys have no spaces
    }

    /** The request body for one mention by Ada. */
    public static String body(String excerpt, List<String> recipients) {
        return Json.write(fields(excerpt, recipients));
    }

    /** The request body for an edit of that mention. */
    public static String edited(long revision, String excerpt, List<String> recipients) {
        Map<String, Object> fields = new HashMap<>(fields(excerpt, recipients));
        fields.put("revision", revision);
        return Json.write(fields);
    }

    private static Map<String, Object> fields(String excerpt, List<String> recipients) {
        return Map.of(
                "actor", Map.of("id", "ada", "name", "Ada Lovelace"),
                "recipients", recipients,
                "source", Map.of("type", "comment", "id", "7", "url", "https://example.org/notes/7", "title", "Note 7"),
                "excerpt", excerpt,
                "occurredAt", Instant.now().toString());
    }
}
