import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Posts one mention and retries until Beckon has it: {@code java PostMention.java COMMENT RECIPIENT}. Java 17. */
public class PostMention {

    private static final int ATTEMPTS = 10;
    private static final Set<Integer> WORTH_REPEATING = Set.of(408, 429, 500, 502, 503, 504);
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

    public static void main(String[] args) throws Exception {
        String body = """
                {"actor": {"id": "ada", "name": "Ada Lovelace"}, "recipients": ["%s"],
                 "source": {"type": "comment", "id": "%s", "url": "https://docs.example.com/plan", "title": "The plan"},
                 "excerpt": "posted with Java", "occurredAt": "%s"}""".formatted(args[1], args[0], Instant.now());
        System.out.println(post("comment-" + args[0] + "-mentions", body));
    }

    /** @param key the same for every attempt, and for every process that posts the same event */
    static String post(String key, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(System.getenv("BECKON_URL") + "/mentions"))
                .timeout(Duration.ofSeconds(10)) // Beckon answers within 5 s
                .header("Authorization", "Bearer " + System.getenv("BECKON_TOKEN"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body))
                .build();
        for (int attempt = 1; ; attempt++) {
            long waitMillis = Math.min(30_000, 500L << attempt);
            try {
                HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
                if (response.statusCode() == 202) {
                    return response.body();
                }
                if (!WORTH_REPEATING.contains(response.statusCode()) || attempt == ATTEMPTS) {
                    throw new IllegalStateException(response.statusCode() + " " + response.body());
                }
                waitMillis = response.headers().firstValueAsLong("Retry-After").orElse(waitMillis / 1000) * 1000;
            } catch (IOException e) { // it is unknown whether Beckon has it
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
            Thread.sleep(waitMillis + ThreadLocalRandom.current().nextLong(1_000));
        }
    }
}
