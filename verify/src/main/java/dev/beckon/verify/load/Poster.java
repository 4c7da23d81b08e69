package dev.beckon.verify.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.verify.clients.Mentions;
import dev.beckon.verify.history.Fact.PostAnswered;
import dev.beckon.verify.history.Fact.PostLost;
import dev.beckon.verify.history.Fact.PostSent;
import dev.beckon.verify.history.HistoryLog;
import dev.beckon.verify.wire.Wire;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls {@code POST /mentions} and writes down each call and its outcome. Thread-safe. */
final class Poster {

    private static final int ACCEPTED = 202;
    private static final int TOO_MANY = 429;
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(300);

    /** Of one mention that is not accepted; longer than any outage. */
    private static final Duration PERSISTENCE = Duration.ofSeconds(90);

    private final Mentions mentions;
    private final HistoryLog log;
    private final AtomicInteger calls = new AtomicInteger();

    Poster(Mentions mentions, HistoryLog log) {
        this.mentions = mentions;
        this.log = log;
    }

    int nextCall() {
        return calls.incrementAndGet();
    }

    /** Repeats the call with the same key until it is accepted, as a product team has to. */
    void insist(String key, List<String> recipients) throws InterruptedException {
        long giveUp = System.nanoTime() + PERSISTENCE.toNanos();
        int status = once(key, recipients, PATIENCE);
        while (isToBeRepeated(status) && System.nanoTime() < giveUp) {
            Thread.sleep(BETWEEN_ATTEMPTS);
            status = once(key, recipients, PATIENCE);
        }
    }

    /** No answer, or "not now". */
    private static boolean isToBeRepeated(int status) {
        return status == 0 || status == TOO_MANY || status >= 500;
    }

    /** @return the status; 0 if there was no answer within {@code patience} */
    int once(String key, List<String> recipients, Duration patience) throws InterruptedException {
        return call(key, recipients, true, Mentions.body(key, recipients), patience);
    }

    /** A body that nobody can accept. */
    void mistake(String key, List<String> recipients, Random choice) throws InterruptedException {
        String good = Mentions.body(key, recipients);
        List<String> bad = List.of(
                good.substring(1),
                good.replace("https://example.org", "javascript:alert(1)"),
                good.replace("\"recipients\"", "\"receivers\""),
                good.replace("\"" + key + "\"", "7"));
        call(key, recipients, false, bad.get(choice.nextInt(bad.size())), PATIENCE);
    }

    private int call(String key, List<String> recipients, boolean good, String body, Duration patience)
            throws InterruptedException {
        int call = nextCall();
        log.note(at -> new PostSent(at, call, key, recipients, good));
        try {
            HttpResponse<String> answer = mentions.send(key, body, patience);
            boolean retryAfter = answer.headers().firstValue("Retry-After").isPresent();
            log.note(at -> new PostAnswered(at, call, key, answer.statusCode(), ids(answer), problem(answer), retryAfter));
            return answer.statusCode();
        } catch (IOException noAnswer) {
            log.note(at -> new PostLost(at, call, key, String.valueOf(noAnswer.getMessage())));
            return 0;
        }
    }

    private static List<UUID> ids(HttpResponse<String> answer) {
        List<UUID> ids = new ArrayList<>();
        if (answer.statusCode() == ACCEPTED) {
            Wire.tree(answer.body()).path("ids").forEach(id -> ids.add(UUID.fromString(id.asText())));
        }
        return ids;
    }

    /** @return empty if the body is no problem of RFC 9457 */
    private static String problem(HttpResponse<String> answer) {
        boolean isProblem = answer.headers().firstValue("Content-Type")
                .filter(type -> type.startsWith("application/problem+json")).isPresent();
        JsonNode body = isProblem ? Wire.tree(answer.body()) : Wire.asTree(List.of());
        return body.path("type").asText("");
    }
}
