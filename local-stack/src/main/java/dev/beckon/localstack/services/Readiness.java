package dev.beckon.localstack.services;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a service whether it is ready. */
public final class Readiness {

    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final int OK = 200;

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(ANSWER).build();

    private Readiness() {}

    /** @return false also if the service does not answer */
    public static boolean of(URI service) {
        HttpRequest request = HttpRequest.newBuilder(Management.of(service).resolve("/q/health/ready")).timeout(ANSWER).build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException noAnswer) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
