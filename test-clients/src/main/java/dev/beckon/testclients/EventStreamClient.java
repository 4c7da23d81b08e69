package dev.beckon.testclients;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An inbox as server-sent events, on the JDK's HTTP client. Expects events one after the other. */
public final class EventStreamClient implements AutoCloseable {

    private static final Duration BOUND = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final AtomicInteger comments = new AtomicInteger();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final HttpResponse<Stream<String>> response;

    /** @param id as a client sends it when it comes back; {@code null}: the event has none */
    public record Event(String name, @Nullable String id, JsonNode data) {}

    /**
     * @param lastEventId {@code null}: from the beginning
     * @throws RefusedException if the answer is not a stream
     */
    public EventStreamClient(URI gateway, String user, String token, @Nullable String lastEventId) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(gateway, user)).header("Authorization", "Bearer " + token);
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        try {
            response = http.send(request.build(), BodyHandlers.ofLines());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        if (response.statusCode() != 200) {
            String body = response.body().collect(Collectors.joining("\n"));
            http.shutdownNow();
            throw new RefusedException(response.statusCode(), body);
        }
        Thread.startVirtualThread(this::read);
    }

    public static URI address(URI gateway, String user) {
        return gateway.resolve("/inbox/" + URLEncoder.encode(user, StandardCharsets.UTF_8) + "/events");
    }

    public @Nullable String header(String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    /** Waits for the next event. */
    public Event next() {
        try {
            Event next = events.poll(BOUND.toSeconds(), TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no event within " + BOUND);
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Comments so far. */
    public int comments() {
        return comments.get();
    }

    public boolean isOpen() {
        return !ended.isDone();
    }

    /** Waits until the server ends the stream. */
    public void awaitEnd() {
        ended.orTimeout(BOUND.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Cuts the connection. */
    @Override
    public void close() {
        http.shutdownNow();
    }

    private void read() {
        Map<String, String> fields = new HashMap<>();
        try {
            response.body().forEach(line -> {
                if (line.startsWith(":")) {
                    comments.incrementAndGet();
                } else if (!line.isEmpty()) {
                    String[] field = line.split(": ", 2);
                    fields.put(field[0], field[1]);
                } else if (fields.containsKey("data")) {
                    events.add(new Event(fields.getOrDefault("event", "message"), fields.get("id"), Json.tree(fields.get("data"))));
                    fields.clear();
                }
            });
            ended.complete(null);
        } catch (RuntimeException cut) {
            ended.completeExceptionally(cut);
        }
    }
}
