package dev.beckon.verify.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.testclients.Json;
import dev.beckon.testclients.MentionApi;
import dev.beckon.testclients.PeopleApi;
import dev.beckon.verify.history.Fact.AccessRevoked;
import dev.beckon.verify.history.Fact.AccessRevokedAccepted;
import dev.beckon.verify.history.Fact.ActedBy;
import dev.beckon.verify.history.Fact.Erased;
import dev.beckon.verify.history.Fact.Erasing;
import dev.beckon.verify.history.Fact.PostAnswered;
import dev.beckon.verify.history.Fact.PostLost;
import dev.beckon.verify.history.Fact.PostSent;
import dev.beckon.verify.history.Fact.RevisionAnswered;
import dev.beckon.verify.history.Fact.RevisionSent;
import dev.beckon.verify.history.Fact.RevisionUnclear;
import dev.beckon.verify.history.HistoryLog;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Posts mentions, edits them and takes them back over HTTP, and notes each call and its outcome in the history. Thread-safe. */
final class Poster {

    private static final int OK = 200;
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

    /**
     * Repeats the call with the same key until mention-service accepts it, as a product team has to.
     *
     * @return the mention's id; {@code null} if it was not accepted
     */
    @Nullable
    UUID insist(String key, List<String> recipients) throws InterruptedException {
        Outcome outcome = insist(() -> call(key, List.of(key), recipients, true, Wording.body(key, Wording.POST, recipients), PATIENCE));
        return outcome.ids().isEmpty() ? null : outcome.ids().getFirst();
    }

    /** As {@link #insist(String, List)}, for a mention by this actor; each attempt has the time of the first. */
    void insistAs(String actor, String key, List<String> recipients) throws InterruptedException {
        log.note(at -> new ActedBy(at, key, actor));
        String body = Wording.body(key, recipients, actor);
        insist(() -> call(key, List.of(key), recipients, true, body, PATIENCE));
    }

    /** Erases a person, and repeats the call until notification-service has done it. */
    void erase(PeopleApi people, String user) throws InterruptedException {
        insist(() -> {
            int call = nextCall();
            log.note(at -> new Erasing(at, call, user));
            try {
                int status = people.erase(user, PATIENCE).statusCode();
                if (status == OK) {
                    log.note(at -> new Erased(at, call, user));
                }
                return new Outcome(status, List.of());
            } catch (IOException noAnswer) {
                return Outcome.NONE;
            }
        });
    }

    /** As {@link #insist(String, List)}, for one call with a mention for each of {@code keys}. */
    void insistOnList(List<String> keys, List<String> recipients) throws InterruptedException {
        String body = keys.stream().map(key -> Wording.body(key, Wording.POST, recipients)).collect(Collectors.joining(",", "[", "]"));
        insist(() -> call(keys.getFirst(), keys, recipients, true, body, PATIENCE));
    }

    /** Posts a mention that expires. Repeats the call only for as long as mention-service cannot refuse it as expired. */
    void insist(String key, List<String> recipients, Instant expiresAt) throws InterruptedException {
        String body = Wording.body(key, recipients, expiresAt);
        Instant giveUp = expiresAt.minus(PATIENCE).minusSeconds(2);
        Outcome outcome = call(key, List.of(key), recipients, true, body, PATIENCE);
        while (isToBeRepeated(outcome.status()) && Instant.now().isBefore(giveUp)) {
            Thread.sleep(BETWEEN_ATTEMPTS);
            outcome = call(key, List.of(key), recipients, true, body, PATIENCE);
        }
    }

    /** Repeats the revision until mention-service accepts it. */
    void insist(Revision revision) throws InterruptedException {
        String body = revision.isRetraction() ? null : revision.body();
        insist(() -> revise(revision, true, Long.toString(revision.number()), body, PATIENCE));
    }

    /** Takes an accepted mention back from one user, and repeats the call until mention-service accepts it. */
    void revokeAccess(String key, String user) throws InterruptedException {
        insist(() -> {
            int call = nextCall();
            log.note(at -> new AccessRevoked(at, call, key, user));
            try {
                int status = mentions.revokeAccess(Wording.accessRevoked(key, user), PATIENCE).statusCode();
                if (status == ACCEPTED) {
                    log.note(at -> new AccessRevokedAccepted(at, call, key, user));
                }
                return new Outcome(status, List.of());
            } catch (IOException noAnswer) {
                return Outcome.NONE;
            }
        });
    }

    /** Tries the revision once. */
    void once(Revision revision, Duration patience) throws InterruptedException {
        revise(revision, true, Long.toString(revision.number()), revision.isRetraction() ? null : revision.body(), patience);
    }

    /** Sends a revision that mention-service must refuse. */
    void mistake(Revision revision, Random choice) throws InterruptedException {
        if (revision.isRetraction()) {
            revise(revision, false, choice.nextBoolean() ? null : "-1", null, PATIENCE);
        } else {
            String good = revision.body();
            String number = "\"revision\":" + revision.number();
            revise(revision, false, null, choice.nextBoolean()
                    ? good.replace(number, "\"revision\":-1")
                    : good.replace("\"excerpt\"", "\"text\""), PATIENCE);
        }
    }

    private Outcome revise(Revision revision, boolean good, @Nullable String number, @Nullable String body, Duration patience)
            throws InterruptedException {
        int call = nextCall();
        String key = revision.key();
        log.note(at -> new RevisionSent(at, call, key, revision.number(), revision.text(), revision.recipients(), good));
        try {
            HttpResponse<String> answer = mentions.revise(key, body, number, patience);
            Outcome outcome = new Outcome(answer.statusCode(), ids(answer));
            log.note(at -> new RevisionAnswered(at, call, key, revision.number(), answer.statusCode(), outcome.ids(), problem(answer),
                    isRetryAfter(answer)));
            return outcome;
        } catch (IOException noAnswer) {
            log.note(at -> new RevisionUnclear(at, call, key, revision.number(), String.valueOf(noAnswer.getMessage())));
            return Outcome.NONE;
        }
    }

    /** @param status 0: there was no answer */
    private record Outcome(int status, List<UUID> ids) {

        static final Outcome NONE = new Outcome(0, List.of());
    }

    private interface Call {
        Outcome make() throws InterruptedException;
    }

    private static Outcome insist(Call call) throws InterruptedException {
        long giveUp = System.nanoTime() + PERSISTENCE.toNanos();
        Outcome outcome = call.make();
        while (isToBeRepeated(outcome.status()) && System.nanoTime() < giveUp) {
            Thread.sleep(BETWEEN_ATTEMPTS);
            outcome = call.make();
        }
        return outcome;
    }

    /** True for a missing answer and for answers that ask the caller to try again. */
    private static boolean isToBeRepeated(int status) {
        return status == 0 || status == TOO_MANY || status >= 500;
    }

    /** Tries to post the mention once. */
    void once(String key, List<String> recipients, Duration patience) throws InterruptedException {
        call(key, List.of(key), recipients, true, Wording.body(key, Wording.POST, recipients), patience);
    }

    /** Posts a body that mention-service must refuse. */
    void mistake(String key, List<String> recipients, Random choice) throws InterruptedException {
        String good = Wording.body(key, Wording.POST, recipients);
        List<String> bad = List.of(
                good.substring(1),
                good.replace("https://example.org", "javascript:alert(1)"),
                good.replace("\"recipients\"", "\"receivers\""),
                good.replace("\"" + key + "\"", "7"));
        call(key, List.of(key), recipients, false, bad.get(choice.nextInt(bad.size())), PATIENCE);
    }

    /** @param keys the texts of the body's mentions, in their order */
    private Outcome call(String idempotencyKey, List<String> keys, List<String> recipients, boolean good, String body,
            Duration patience) throws InterruptedException {
        int call = nextCall();
        keys.forEach(key -> log.note(at -> new PostSent(at, call, key, recipients, good)));
        try {
            HttpResponse<String> answer = mentions.send(idempotencyKey, body, patience);
            Outcome outcome = new Outcome(answer.statusCode(), ids(answer));
            for (int i = 0; i < keys.size(); i++) {
                String key = keys.get(i);
                List<UUID> ids = outcome.ids().isEmpty() ? List.of() : List.of(outcome.ids().get(i));
                log.note(at -> new PostAnswered(at, call, key, answer.statusCode(), ids, problem(answer), isRetryAfter(answer)));
            }
            return outcome;
        } catch (IOException noAnswer) {
            keys.forEach(key -> log.note(at -> new PostLost(at, call, key, String.valueOf(noAnswer.getMessage()))));
            return Outcome.NONE;
        }
    }

    /** The ids of the mentions, in their order; empty if they were not accepted. */
    private static List<UUID> ids(HttpResponse<String> answer) {
        return answer.statusCode() == ACCEPTED ? Json.list(Json.tree(answer.body()).path("ids"), UUID.class) : List.of();
    }

    private static boolean isRetryAfter(HttpResponse<String> answer) {
        return answer.headers().firstValue("Retry-After").isPresent();
    }

    /** @return the problem's type; empty if the body is not a problem of RFC 9457 */
    private static String problem(HttpResponse<String> answer) {
        boolean isProblem = answer.headers().firstValue("Content-Type")
                .filter(type -> type.startsWith("application/problem+json")).isPresent();
        JsonNode body = isProblem ? Json.tree(answer.body()) : Json.asTree(List.of());
        return body.path("type").asText("");
    }
}
