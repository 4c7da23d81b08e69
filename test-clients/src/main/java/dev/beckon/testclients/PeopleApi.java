package dev.beckon.testclients;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A client of the calls about people at notification-service. Thread-safe. */
public final class PeopleApi {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();

    private final URI service;
    private final String token;

    /** @param token with the role {@code people:admin} */
    public PeopleApi(URI service, String token) {
        this.service = service;
        this.token = token;
    }

    /**
     * Erases all that is stored about a person.
     *
     * @throws IOException if there was no answer: it may go on or not
     */
    public HttpResponse<String> erase(String user, Duration patience) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(service.resolve("/people/" + user)).timeout(patience)
                .header("Authorization", "Bearer " + token).DELETE().build(), BodyHandlers.ofString());
    }
}
