import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.emitter.Batch;
import dev.beckon.emitter.Emitter;
import dev.beckon.emitter.EmitterException;
import dev.beckon.emitter.Mention;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Makes calls of Beckon, one for each line of its input, and prints what became of it: {@code java -cp beckon-emitter.jar:jackson….jar
 * Emit.java < calls.ndjson}. The verbs are those of cases.json, which each language's program passes. Java 17.
 */
public class Emit {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static String kept;

    private final Emitter beckon = Emitter.to(URI.create(System.getenv("BECKON_URL")), Emit::token).build();

    /** A token that another program keeps fresh in a file, as Kubernetes does. It is read again when Beckon rejects it. */
    private static synchronized String token(String rejected) throws IOException {
        if (kept == null || kept.equals(rejected)) {
            kept = Files.readString(Path.of(System.getenv("BECKON_TOKEN_FILE"))).strip();
        }
        return kept;
    }

    public static void main(String[] args) throws Exception {
        Emit emit = new Emit();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            System.out.println(JSON.writeValueAsString(emit.outcome(JSON.readTree(line))));
        }
    }

    private Map<String, ?> outcome(JsonNode call) throws Exception {
        try {
            return make(call);
        } catch (EmitterException e) {
            String reason = e.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
            return Map.of("outcome", reason, "status", e.status(), "problem", String.valueOf(e.problem()));
        }
    }

    private Map<String, ?> make(JsonNode call) throws Exception {
        String key = call.path("key").asText();
        String user = call.path("user").asText();
        long revision = call.path("revision").asLong();
        switch (call.path("do").asText()) {
            case "post":
                return accepted(List.of(beckon.post(key, mention(call.path("mention")))));
            case "postJson":
                return accepted(beckon.postJson(key, call.path("json").asText()));
            case "postAll":
                List<Mention> mentions = new ArrayList<>();
                call.path("mentions").forEach(one -> mentions.add(mention(one)));
                Batch batch = beckon.postAll(key, mentions);
                return accepted(batch.ids());
            case "edit":
                return accepted(List.of(beckon.edit(key, revision, mention(call.path("mention")))));
            case "retract":
                return accepted(List.of(beckon.retract(key, revision)));
            case "revoke":
                if (call.has("thread")) {
                    beckon.revokeThread(user, call.path("thread").asText());
                } else {
                    beckon.revokeSource(user, call.at("/source/type").asText(), call.at("/source/id").asText());
                }
                return accepted(List.of());
            case "status":
                return beckon.status(key)
                        .map(status -> Map.of("outcome", "found", "mention", Map.of("revision", status.revision(), "recipients",
                                status.recipients().stream().map(one -> Map.of("user", one.user())).toList())))
                        .orElse(Map.of("outcome", "absent"));
            case "erase":
                return erase(user);
            case "export":
                return export(user);
            default:
                throw new IllegalArgumentException("no such call: " + call);
        }
    }

    private static Map<String, ?> accepted(List<UUID> ids) {
        return Map.of("outcome", "accepted", "ids", ids);
    }

    private static Mention mention(JsonNode json) {
        JsonNode source = json.path("source");
        Mention.Builder mention = Mention.by(json.at("/actor/id").asText(), json.at("/actor/name").asText())
                .of(strings(json.path("recipients")))
                .in(source.path("type").asText(), source.path("id").asText(), source.path("url").asText(), source.path("title").asText())
                .excerpt(json.path("excerpt").asText())
                .occurredAt(Instant.parse(json.path("occurredAt").asText()));
        return (json.has("thread") ? mention.thread(json.path("thread").asText()) : mention).build();
    }

    private static List<String> strings(JsonNode json) {
        List<String> strings = new ArrayList<>();
        json.forEach(one -> strings.add(one.asText()));
        return strings;
    }

    /** Erases a person; repeat it after a 503. Needs the role people:admin, as {@link #export} does. */
    private static Map<String, ?> erase(String user) throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(person(user, "").DELETE().build(), BodyHandlers.ofString());
        requireOk(answer.statusCode(), answer.body());
        return Map.of("outcome", "erased", "receipt", JSON.readTree(answer.body()).path("receipt").asText());
    }

    /** Reads the export line by line: it may be large. Fails if it breaks off. */
    private static Map<String, ?> export(String user) throws IOException, InterruptedException {
        HttpResponse<Stream<String>> answer = HTTP.send(person(user, "/export").build(), BodyHandlers.ofLines());
        List<JsonNode> lines = new ArrayList<>();
        try (Stream<String> body = answer.body()) {
            requireOk(answer.statusCode(), "no export");
            for (String line : (Iterable<String>) body::iterator) {
                lines.add(JSON.readTree(line));
            }
        }
        return Map.of("outcome", "exported", "lines", lines);
    }

    private static HttpRequest.Builder person(String user, String path) throws IOException {
        String address = System.getenv("BECKON_PEOPLE_URL") + "/people/" + URLEncoder.encode(user, StandardCharsets.UTF_8) + path;
        return HttpRequest.newBuilder(URI.create(address.replace("+", "%20")))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token(null));
    }

    private static void requireOk(int status, String body) {
        if (status != 200) {
            throw new IllegalStateException("answered with " + status + ": " + body);
        }
    }
}
