package dev.beckon.benchmarks;

import dev.beckon.benchmarks.load.MentionLists;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Posts one mention of many users, in as many calls as mention-service's limit requires. */
final class MentionPost implements AutoCloseable {

    /** The most recipients that mention-service accepts in one mention. */
    private static final int RECIPIENTS_PER_CALL = 10_000;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI mentions;
    private final String token;

    MentionPost(Bench bench) {
        this.mentions = bench.stack().mentions().getFirst().resolve("/mentions");
        this.token = bench.stack().token("bench", "mentions:write");
    }

    /**
     * Returns when mention-service has accepted all calls.
     *
     * @param dueNanos when the mention was due, as {@link System#nanoTime}; the excerpt carries it
     */
    void post(List<String> recipients, long dueNanos) throws IOException, InterruptedException {
        for (int from = 0; from < recipients.size(); from += RECIPIENTS_PER_CALL) {
            int to = Math.min(from + RECIPIENTS_PER_CALL, recipients.size());
            String names = recipients.subList(from, to).stream().collect(Collectors.joining("\",\"", "\"", "\""));
            HttpResponse<String> answer = http.send(HttpRequest.newBuilder(mentions)
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            MentionLists.mention(from, names, dueNanos, Instant.now().toString())))
                    .build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 202) {
                throw new IOException("the mention was answered " + answer.statusCode() + ": " + answer.body());
            }
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
