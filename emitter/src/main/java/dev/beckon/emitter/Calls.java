package dev.beckon.emitter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.emitter.EmitterException.Reason;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes one call, with a second token after a 401, and again and again until an answer is final or the patience ends. Thread-safe. */
final class Calls {

    private static final System.Logger LOG = System.getLogger(Emitter.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int EXCERPT = 500;

    private final HttpClient http;
    private final TokenSupplier tokens;
    private final Duration patience;

    /** @param patience from the call until it is given up */
    Calls(HttpClient http, TokenSupplier tokens, Duration patience) {
        this.http = http;
        this.tokens = tokens;
        this.patience = patience;
    }

    /** @return the answer's body */
    String make(HttpRequest.Builder call) throws EmitterException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        for (int attempt = 1;; attempt++) {
            try {
                return attempt(call);
            } catch (EmitterException e) {
                long waitMillis = Retries.waitMillis(attempt, e.retryAfterMillis());
                if (e.reason() != Reason.UNAVAILABLE || System.nanoTime() + waitMillis * 1_000_000 - end > 0) {
                    throw e;
                }
                LOG.log(System.Logger.Level.DEBUG, "Attempt {0} failed, the next follows in {1} ms: {2}", attempt, waitMillis, e
                        .getMessage());
                Thread.sleep(waitMillis);
            }
        }
    }

    private String attempt(HttpRequest.Builder call) throws EmitterException, InterruptedException {
        String token = token(null);
        HttpResponse<String> answer = send(call, token);
        if (answer.statusCode() == 401) { // expired, or the issuer has new keys
            answer = send(call, token(token));
        }
        if (answer.statusCode() / 100 == 2) {
            return answer.body();
        }
        throw failure(answer);
    }

    private String token(@Nullable String rejected) throws EmitterException, InterruptedException {
        try {
            return tokens.token(rejected);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new EmitterException(Reason.UNAUTHORIZED, 0, null, null, "No token for Beckon can be had: " + e, e);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder call, String token) throws EmitterException, InterruptedException {
        HttpRequest request = call.copy().setHeader("Authorization", "Bearer " + token).build();
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new EmitterException(Reason.UNAVAILABLE, 0, null, null,
                    "No answer from %s, which may have the call: %s".formatted(request.uri(), e), e);
        }
    }

    private static EmitterException failure(HttpResponse<String> answer) {
        int status = answer.statusCode();
        Reason reason = switch (status) {
            case 401 -> Reason.UNAUTHORIZED;
            case 403 -> Reason.FORBIDDEN;
            case 404 -> Reason.NOT_FOUND;
            default -> Retries.mayPass(status) ? Reason.UNAVAILABLE : Reason.REFUSED;
        };
        String body = answer.body();
        return new EmitterException(reason, status, json(body).path("type").textValue(),
                Retries.retryAfterMillis(answer.headers(), Instant.now()), "%s %s was answered with %d: %s".formatted(
                        answer.request().method(), answer.uri(), status, body.substring(0, Math.min(EXCERPT, body.length()))),
                null);
    }

    /** Missing if it is no JSON, such as a proxy's page. */
    static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    static byte[] bytes(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a mention's data must be strings, numbers, booleans, lists and maps", e);
        }
    }
}
