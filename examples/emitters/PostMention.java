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

/**
 * Posts one mention and retries until Beckon has it: {@code java PostMention.java COMMENT RECIPIENT}. With {@code edit REVISION} or
 * {@code retract REVISION} behind that it changes the mention or takes it back, with {@code status} it tells who has seen and read it.
 * Java 17.
 */
public class PostMention {

    private static final int ATTEMPTS = 10;
    private static final Set<Integer> WORTH_REPEATING = Set.of(408, 429, 500, 502, 503, 504);
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

    public static void main(String[] args) throws Exception {
        String key = "comment-" + args[0] + "-mentions";
        String action = args.length > 2 ? args[2] : "post";
        String mention = """
                "actor": {"id": "ada", "name": "Ada Lovelace"}, "recipients": ["%s"],
                 "source": {"type": "comment", "id": "%s", "url": "https://docs.example.com/plan", "title": "The plan"},
                 "excerpt": "%sed with Java", "occurredAt": "%s\"""".formatted(args[1], args[0], action, Instant.now());
        System.out.println(switch (action) {
            case "edit" -> edit(key, "{\"revision\": " + args[3] + ", " + mention + "}");
            case "retract" -> retract(key, args[3]);
            case "status" -> send(request("/" + key).GET().build());
            default -> post(key, "{" + mention + "}");
        });
    }

    /** @param key the same for every attempt, and for every process that posts the same event */
    static String post(String key, String body) throws Exception {
        return send(request("").header("Idempotency-Key", key).POST(BodyPublishers.ofString(body)).build());
    }

    /** @param body the whole mention as it is now, with a revision: the highest holds */
    static String edit(String key, String body) throws Exception {
        return send(request("/" + key).PUT(BodyPublishers.ofString(body)).build());
    }

    static String retract(String key, String revision) throws Exception {
        return send(request("/" + key + "?revision=" + revision).DELETE().build());
    }

    /** @param path percent-encoded; this program's keys need no encoding */
    static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(System.getenv("BECKON_URL") + "/mentions" + path))
                .timeout(Duration.ofSeconds(10)) // Beckon answers within 5 s
                .header("Authorization", "Bearer " + System.getenv("BECKON_TOKEN"))
                .header("Content-Type", "application/json");
    }

    static String send(HttpRequest request) throws Exception {
        for (int attempt = 1; ; attempt++) {
            long waitMillis = Math.min(30_000, 500L << attempt);
            try {
                HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
                if (response.statusCode() / 100 == 2) {
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
