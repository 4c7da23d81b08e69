package dev.beckon.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * How long one mention takes from the POST's first byte to the client's callback, through the whole running system: one at
 * a time, so that nothing but the path itself is measured. Prints percentiles in milliseconds.
 *
 * <p>Arguments: the stack file, the number of mentions. Environment: {@code BENCH_USER} with {@code BENCH_TOKEN}, a token of
 * that user with role {@code mentions:write}.
 */
public final class Latency {

    private static final int WARM_UP = 2_000;
    private static final long HIGHEST_MICROS = 10_000_000;
    private static final int DIGITS = 3;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();
    private final Histogram accepted = new Histogram(HIGHEST_MICROS, DIGITS);
    private final Histogram delivered = new Histogram(HIGHEST_MICROS, DIGITS);
    private final URI mentions;
    private final URI gateway;
    private final String user;
    private final String token;

    private Latency(JsonNode stack, String user, String token) {
        this.mentions = URI.create(stack.at("/mentions/0").asText() + "/mentions");
        this.gateway = URI.create(stack.at("/gateways/0").asText());
        this.user = user;
        this.token = token;
    }

    public static void main(String[] args) throws Exception {
        JsonNode stack = new ObjectMapper().readTree(Files.readString(Path.of(args[0])));
        int count = Integer.parseInt(args[1]);
        Latency latency = new Latency(stack, System.getenv("BENCH_USER"), System.getenv("BENCH_TOKEN"));
        try (InboxListener listener = new InboxListener(latency.http, latency.gateway, latency.user, latency.token)) {
            latency.measure(listener, WARM_UP);
            latency.accepted.reset();
            latency.delivered.reset();
            latency.measure(listener, count);
        }
        print("POST answered 202", latency.accepted);
        print("client's callback", latency.delivered);
    }

    private void measure(InboxListener listener, int count) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            String excerpt = "mention " + i;
            HttpRequest request = request(excerpt);
            long start = System.nanoTime();
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            accepted.recordValue((System.nanoTime() - start) / 1_000);
            if (response.statusCode() != 202) {
                throw new IllegalStateException("the mention was answered " + response.statusCode() + ": " + response.body());
            }
            InboxListener.Arrival arrival = listener.next();
            if (!arrival.excerpt().equals(excerpt)) {
                throw new IllegalStateException("notifications came out of order");
            }
            delivered.recordValue((arrival.nanos() - start) / 1_000);
        }
    }

    private HttpRequest request(String excerpt) throws IOException {
        String body = json.writeValueAsString(Map.of(
                "actor", Map.of("id", "benchmark", "name", "Benchmark"),
                "recipients", new String[] {user},
                "source", Map.of("type", "comment", "id", "1", "url", "https://example.org/1", "title", "Latency"),
                "excerpt", excerpt,
                "occurredAt", Instant.now().toString()));
        return HttpRequest.newBuilder(mentions)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static void print(String what, Histogram micros) {
        System.out.printf("%-18s %6d mentions   p50 %6.2f ms   p90 %6.2f ms   p99 %6.2f ms   max %6.2f ms%n", what,
                micros.getTotalCount(), millis(micros, 50), millis(micros, 90), millis(micros, 99), millis(micros, 100));
    }

    private static double millis(Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / 1_000.0;
    }
}
