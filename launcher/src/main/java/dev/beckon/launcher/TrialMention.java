package dev.beckon.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.localstack.LocalStack;
import dev.beckon.localstack.StackFailedException;
import dev.beckon.localstack.services.Management;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Sends one mention through every service and server to a listener at each gateway: POST, Kafka, PostgreSQL, Redis, socket. A service
 * can report ready and still refuse every caller, for example because it cannot read its key; only a delivered mention shows that the
 * system works.
 */
final class TrialMention {

    /** Receives the trial mentions; no other user shares its inbox. */
    static final String USER = "beckon-trial";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration TOKEN = Duration.ofMinutes(5);

    /** Longer than the gateway holds a poll when there is nothing to deliver. */
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /** Allows for the first calls of cold JVMs on a busy machine and one reconciliation of inboxes. */
    private static final Duration ARRIVAL = Duration.ofSeconds(60);

    /** A mention that crosses the first subscriptions may miss its frame, and then comes later, by a comparison of inboxes. */
    private static final int ATTEMPTS = 3;

    private static final Pattern LIVE = Pattern.compile("beckon_notifications_delivered_total\\{path=\"live\"} ([0-9.]+)");

    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int NEW_SESSION = 410;

    private final LocalStack stack;
    private final String token;

    private TrialMention(LocalStack stack) {
        this.stack = stack;
        this.token = stack.keys().token(USER, USER, Set.of("mentions:write"), TOKEN);
    }

    /** @throws StackFailedException if the mention does not arrive; names the service that refused or lost it */
    static void send(LocalStack stack) {
        new TrialMention(stack).send();
    }

    private void send() {
        List<Listener> listeners = stack.gateways().stream().map(Listener::new).toList();
        listeners.forEach(Listener::join);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            String id = UUID.randomUUID().toString();
            post(stack.mentions().getFirst(), id);
            listeners.forEach(listener -> listener.await(id));
            if (listeners.stream().allMatch(Listener::gotFrame)) {
                return;
            }
        }
        throw failed("it is stored, but its frame does not come through Redis to %s".formatted(listeners.stream()
                .filter(listener -> !listener.gotFrame()).map(listener -> listener.gateway.toString()).collect(Collectors.joining(", "))));
    }

    private void post(URI mentions, String id) {
        Answer answer = ask(HttpRequest.newBuilder(mentions.resolve("/mentions"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(write(Map.of(
                        "actor", Map.of("id", "beckon", "name", "Beckon"),
                        "recipients", List.of(USER),
                        "source", Map.of("type", "trial", "id", id, "url", "https://example.com/" + id, "title", "./beckon up"),
                        "excerpt", "Sent by ./beckon up to see that mentions arrive.",
                        "occurredAt", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())))));
        if (answer.status() != ACCEPTED) {
            throw failed("mention-service at %s answered %s".formatted(mentions, answer));
        }
    }

    /** A long-polling client: sends one request after the other, in the protocol of the gateway's clients. */
    private final class Listener {

        private final URI gateway;
        private String session = token;

        Listener(URI gateway) {
            this.gateway = gateway;
        }

        void join() {
            if (poll().path("status").asInt() != NEW_SESSION) {
                throw failed("the gateway at %s refuses a valid token".formatted(gateway));
            }
            Answer posted = ask(request().POST(BodyPublishers.ofString(
                    write(List.of("1", "1", "notifications:" + USER, "phx_join", Map.of())))));
            String joined = poll().path("messages").toString();
            if (!joined.contains("phx_reply") || !joined.contains("\\\"ok\\\"")) {
                throw failed("the gateway at %s does not let its user join: %s, %s".formatted(gateway, posted, joined));
            }
        }

        void await(String id) {
            Instant end = Instant.now().plus(ARRIVAL);
            while (!poll().path("messages").toString().contains(id)) {
                if (Instant.now().isAfter(end)) {
                    throw failed("mention-service took it, but it did not reach the gateway at %s within %d s"
                            .formatted(gateway, ARRIVAL.toSeconds()));
                }
            }
        }

        /** Whether a notification has come as a frame from Redis, not by a comparison of inboxes: this gateway counts both. */
        boolean gotFrame() {
            Matcher live = LIVE.matcher(ask(HttpRequest.newBuilder(Management.of(gateway).resolve("/q/metrics"))).body());
            return live.find() && Double.parseDouble(live.group(1)) > 0;
        }

        private JsonNode poll() {
            Answer answer = ask(request());
            if (answer.status() != OK) {
                throw failed("the gateway at %s answered %s".formatted(gateway, answer));
            }
            try {
                JsonNode read = JSON.readTree(answer.body());
                session = read.path("token").asText(session);
                return read;
            } catch (JsonProcessingException e) {
                throw failed("the gateway at %s answered %s".formatted(gateway, answer));
            }
        }

        private HttpRequest.Builder request() {
            String escaped = URLEncoder.encode(session, StandardCharsets.UTF_8);
            return HttpRequest.newBuilder(gateway.resolve("/socket/longpoll?vsn=2.0.0&token=" + escaped));
        }
    }

    private record Answer(int status, String body) {

        @Override
        public String toString() {
            return body.isEmpty() ? Integer.toString(status) : status + " " + body.lines().findFirst().orElse("");
        }
    }

    private Answer ask(HttpRequest.Builder request) {
        HttpRequest built = request.timeout(ANSWER).build();
        try {
            var response = HTTP.send(built, BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw failed("%s did not answer: %s".formatted(built.uri().getAuthority(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("interrupted");
        }
    }

    private static StackFailedException failed(String why) {
        return new StackFailedException("Every service says that it is ready, but a mention does not go through: " + why);
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can be written as JSON", e);
        }
    }
}
