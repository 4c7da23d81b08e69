package dev.beckon.verify.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.testclients.Json;
import dev.beckon.testclients.MentionApi;
import dev.beckon.verify.history.Fact.PostAnswered;
import dev.beckon.verify.history.Fact.PostLost;
import dev.beckon.verify.history.Fact.PostSent;
import dev.beckon.verify.history.HistoryLog;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Calls {@code POST /mentions} and notes each call and its outcome in the history. Thread-safe. */
final class Poster {

    private static final int ACCEPTED = 202;
    private static final int TOO_MANY = 429;
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(300);

    /** Bound for repeating one mention that is not accepted; longer than any outage. */
    private static final Duration PERSISTENCE = Duration.ofSeconds(90);

    private final MentionApi mentions;
    private final HistoryLog log;
    private final AtomicInteger calls = new AtomicInteger();

    Poster(MentionApi mentions, HistoryLog log) {
        this.mentions = mentions;
        this.log = log;
    }

    int nextCall() {
        return calls.incrementAndGet();
    }

    /** Repeats the call with the same key until mention-service accepts it, as a product team has to. */
    void insist(String key, List<String> recipients) throws InterruptedException {
        insist(key, List.of(key), recipients, MentionApi.body(key, recipients));
    }

    /** As {@link #insist(String, List)}, for one call with a mention for each of {@code keys}. */
    void insistOnList(List<String> keys, List<String> recipients) throws InterruptedException {
        insist(keys.getFirst(), keys, recipients, keys.stream().map(key -> MentionApi.body(key, recipients))
                .collect(Collectors.joining(",", "[", "]")));
    }

    private void insist(String idempotencyKey, List<String> keys, List<String> recipients, String body)
            throws InterruptedException {
        long giveUp = System.nanoTime() + PERSISTENCE.toNanos();
        int status = call(idempotencyKey, keys, recipients, true, body, PATIENCE);
        while (isToBeRepeated(status) && System.nanoTime() < giveUp) {
            Thread.sleep(BETWEEN_ATTEMPTS);
            status = call(idempotencyKey, keys, recipients, true, body, PATIENCE);
        }
    }

    /** True for a missing answer and for answers that ask the caller to try again. */
    private static boolean isToBeRepeated(int status) {
        return status == 0 || status == TOO_MANY || status >= 500;
    }

    /** @return the status; 0 if no answer came within {@code patience} */
    int once(String key, List<String> recipients, Duration patience) throws InterruptedException {
        return call(key, List.of(key), recipients, true, MentionApi.body(key, recipients), patience);
    }

    /** Posts a body that mention-service must refuse. */
    void mistake(String key, List<String> recipients, Random choice) throws InterruptedException {
        String good = MentionApi.body(key, recipients);
        List<String> bad = List.of(
                good.substring(1),
                good.replace("https://example.org", "javascript:alert(1)"),
                good.replace("\"recipients\"", "\"receivers\""),
                good.replace("\"" + key + "\"", "7"));
        call(key, List.of(key), recipients, false, bad.get(choice.nextInt(bad.size())), PATIENCE);
    }

    /** @param keys the texts of the body's mentions, in their order */
    private int call(String idempotencyKey, List<String> keys, List<String> recipients, boolean good, String body,
            Duration patience) throws InterruptedException {
        int call = nextCall();
        keys.forEach(key -> log.note(at -> new PostSent(at, call, key, recipients, good)));
        try {
            HttpResponse<String> answer = mentions.send(idempotencyKey, body, patience);
            boolean retryAfter = answer.headers().firstValue("Retry-After").isPresent();
            for (int i = 0; i < keys.size(); i++) {
                String key = keys.get(i);
                List<UUID> ids = ids(answer, i);
                log.note(at -> new PostAnswered(at, call, key, answer.statusCode(), ids, problem(answer), retryAfter));
            }
            return answer.statusCode();
        } catch (IOException noAnswer) {
            keys.forEach(key -> log.note(at -> new PostLost(at, call, key, String.valueOf(noAnswer.getMessage()))));
            return 0;
        }
    }

    /** The id of a list's mention; empty if it was not accepted. */
    private static List<UUID> ids(HttpResponse<String> answer, int index) {
        return answer.statusCode() == ACCEPTED
                ? List.of(UUID.fromString(Json.tree(answer.body()).path("ids").path(index).asText()))
                : List.of();
    }

    /** @return the problem's type; empty if the body is not a problem of RFC 9457 */
    private static String problem(HttpResponse<String> answer) {
        boolean isProblem = answer.headers().firstValue("Content-Type")
                .filter(type -> type.startsWith("application/problem+json")).isPresent();
        JsonNode body = isProblem ? Json.tree(answer.body()) : Json.asTree(List.of());
        return body.path("type").asText("");
    }
}
