package dev.beckon.systemtests.api;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request.
 *
 * @param token if {@code null}, the request has no {@code Authorization}
 * @param body if {@code null}, the request has no {@code Content-Type}
 * @param key if {@code null}, the request has no {@code Idempotency-Key}
 */
record Call(String method, URI address, @Nullable String token, @Nullable String body, String contentType, String accept,
        @Nullable String key) {

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String JSON = "application/json";
    private static final String ANY_JSON = JSON + ", application/x-ndjson";

    Call(String method, URI address, @Nullable String token, @Nullable String body) {
        this(method, address, token, body, JSON, ANY_JSON, null);
    }

    Call contentType(String type) {
        return new Call(method, address, token, body, type, accept, key);
    }

    Call accept(String type) {
        return new Call(method, address, token, body, contentType, type, key);
    }

    Call key(String idempotencyKey) {
        return new Call(method, address, token, body, contentType, accept, idempotencyKey);
    }

    ApiAnswer send() {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(20))
                .header("Accept", accept)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        if (body != null) {
            request.header("Content-Type", contentType);
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new ApiAnswer(response.statusCode(), response.headers().firstValue("Content-Type").orElse(""), response.body());
        } catch (IOException e) {
            throw new AssertionError(method + " " + address + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
