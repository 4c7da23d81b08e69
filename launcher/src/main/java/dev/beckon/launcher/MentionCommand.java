package dev.beckon.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.localstack.StackFailedException;
import dev.beckon.localstack.state.RunLock;
import dev.beckon.localstack.state.StackFile;
import dev.beckon.testservers.tokens.DevKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./beckon mention}: prints what became of a mention on the running stack, one line for each recipient. */
@Command(name = "mention", description = "show what became of a mention: stored, seen, read, archived, taken back")
final class MentionCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TOKEN = Duration.ofMinutes(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final int PAGE = 500;
    private static final int OK = 200;

    private static final List<String> TIMES = List.of("stored_at", "seen_at", "read_at", "archived_at", "retracted_at");

    @Spec
    private CommandSpec spec;

    @Mixin
    private StateDirectory directory;

    @Parameters(index = "0", paramLabel = "KEY", description = "the mention's key: the Idempotency-Key of its POST, or as in PUT /mentions/KEY")
    private String key;

    @Parameters(index = "1", arity = "0..1", paramLabel = "USER", description = "only this recipient")
    private @Nullable String user;

    @Option(names = "--caller", defaultValue = "alice", description = "the subject of the token with which it was posted; default alice, as in the command that ./beckon up prints")
    private String caller;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Path path = directory.path();
        Optional<StackFile> stack = RunLock.holder(path).isEmpty() ? Optional.empty() : StackFile.read(path);
        if (stack.isEmpty()) {
            out.println("No stack is running. Start one with ./beckon up.");
            return 1;
        }
        String token = DevKeys.create(path.resolve("keys")).token(caller, caller, Set.of("mentions:read"), TOKEN);
        String after = "";
        boolean found = false;
        do {
            JsonNode page = page(stack.get().mentions().getFirst(), token, after);
            if (after.isEmpty()) {
                printHead(out, page);
            }
            for (JsonNode recipient : page.path("recipients")) {
                if (user == null || user.equals(recipient.path("user").asText())) {
                    found = true;
                    out.println(line(recipient.path("user").asText(), TIMES.stream().map(time -> recipient.path(time).asText("-"))
                            .toList()));
                }
            }
            after = page.path("next_after").asText("");
        } while (!after.isEmpty() && (user == null || !found));
        if (user != null && !found) {
            out.println(user + " is no recipient of it.");
            return 1;
        }
        return 0;
    }

    private void printHead(PrintWriter out, JsonNode mention) {
        out.printf("mention %s: key %s of %s, revision %d%s%s%n%n", mention.path("id").asText(), key, caller,
                mention.path("revision").asLong(),
                mention.has("occurred_at") ? ", of " + mention.path("occurred_at").asText() : "",
                mention.has("retracted_at") ? ", taken back " + mention.path("retracted_at").asText() : "");
        out.println(line("RECIPIENT", List.of("STORED", "SEEN", "READ", "ARCHIVED", "TAKEN BACK")));
    }

    private static String line(String recipient, List<String> times) {
        return "%-24s ".formatted(recipient)
                + times.stream().map("%-28s"::formatted).collect(Collectors.joining(" ")).stripTrailing();
    }

    private JsonNode page(URI mentions, String token, String after) {
        URI address = mentions.resolve("/mentions/%s?limit=%d%s".formatted(encode(key), PAGE,
                after.isEmpty() ? "" : "&after=" + encode(after)));
        HttpRequest request = HttpRequest.newBuilder(address).timeout(ANSWER).header("Authorization", "Bearer " + token).build();
        try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != OK) {
                throw new StackFailedException("mention-service answers %d: %s".formatted(answer.statusCode(),
                        JSON.readTree(answer.body()).path("detail").asText(answer.body())));
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new StackFailedException("mention-service at %s did not answer: %s".formatted(mentions, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailedException("interrupted");
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
