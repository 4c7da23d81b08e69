package dev.beckon.testclients;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Notification;
import dev.beckon.contracts.NotificationPage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A client of the inbox API; tests compare a view with its answers. */
public final class Inboxes {

    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;
    private static final Duration ANSWER = Duration.ofSeconds(10);
    /** How long to repeat a request that is answered with 503, as the service then asks. */
    private static final Duration PERSISTENCE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(200);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();

    private final URI service;
    private final UnaryOperator<String> tokens;

    /** @param tokens user to token */
    public Inboxes(URI service, UnaryOperator<String> tokens) {
        this.service = service;
        this.tokens = tokens;
    }

    public InboxState state(String user) {
        return Json.read(get(user, ""), InboxState.class);
    }

    /** All notifications that are not archived, newest first, fetched page by page. */
    public List<Notification> notifications(String user) {
        List<Notification> all = new ArrayList<>();
        NotificationPage page = Json.read(get(user, "/notifications?limit=100"), NotificationPage.class);
        all.addAll(page.notifications());
        while (page.nextBefore() != null) {
            page = Json.read(get(user, "/notifications?limit=100&before=" + page.nextBefore()), NotificationPage.class);
            all.addAll(page.notifications());
        }
        return all;
    }

    private JsonNode get(String user, String rest) {
        HttpRequest request = HttpRequest.newBuilder(service.resolve("/inbox/" + user + rest))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + tokens.apply(user))
                .build();
        try {
            HttpResponse<String> response = send(request);
            if (response.statusCode() != OK) {
                throw new AssertionError("answered with " + response.statusCode() + ": " + response.body());
            }
            return Json.tree(response.body());
        } catch (IOException e) {
            throw new AssertionError("GET /inbox was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        long giveUp = System.nanoTime() + PERSISTENCE.toNanos();
        HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
        while (response.statusCode() == UNAVAILABLE && System.nanoTime() < giveUp) {
            Thread.sleep(BETWEEN_ATTEMPTS);
            response = HTTP.send(request, BodyHandlers.ofString());
        }
        return response;
    }
}
