package dev.beckon.verify.check;

import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.Fact.Answered;
import dev.beckon.verify.history.Fact.JoinRefused;
import dev.beckon.verify.history.Fact.PostAnswered;
import dev.beckon.verify.history.Fact.PostSent;
import dev.beckon.verify.history.Fact.RevisionAnswered;
import dev.beckon.verify.history.Fact.RevisionSent;
import dev.beckon.verify.history.Fact.Trespassed;
import dev.beckon.verify.history.History;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A refusal of a valid request states a reason and lets the caller try again; a forbidden or invalid request is refused
 * for good.
 */
final class RefusedWithReason implements Check {

    /** Reasons after which a client tries again by itself. */
    private static final Set<String> LATER = Set.of("unavailable", "busy");

    /** Phoenix's own reason for a request that arrives after its channel has ended; the client then joins again. */
    private static final String CHANNEL_ENDED = "unmatched topic";

    private static final Set<Integer> FORBIDDEN = Set.of(401, 403);
    private static final Set<Integer> TRY_AGAIN = Set.of(429, 503);

    @Override
    public String name() {
        return "refusals";
    }

    @Override
    public void examine(History history, Verdict verdict) {
        Map<Integer, PostSent> sent = new HashMap<>();
        Map<Integer, RevisionSent> revisions = new HashMap<>();
        for (Fact fact : history.facts()) {
            switch (fact) {
                case PostSent call -> sent.put(call.call(), call);
                case PostAnswered answer -> {
                    PostSent call = sent.get(answer.call());
                    boolean right = isRight(call == null || call.good(), answer.status(), answer.problem(), answer.retryAfter());
                    verdict.require(right, answer.at(), "POST %s was answered with %d %s%s".formatted(
                            answer.key(), answer.status(), answer.problem(), answer.retryAfter() ? ", try again" : ""),
                            call == null ? List.of(answer) : List.of(call, answer));
                }
                case RevisionSent call -> revisions.put(call.call(), call);
                case RevisionAnswered answer -> {
                    RevisionSent call = revisions.get(answer.call());
                    boolean right = isRight(call == null || call.good(), answer.status(), answer.problem(), answer.retryAfter());
                    verdict.require(right, answer.at(), "revision %d of %s was answered with %d %s%s".formatted(answer.revision(),
                            answer.key(), answer.status(), answer.problem(), answer.retryAfter() ? ", try again" : ""),
                            call == null ? List.of(answer) : List.of(call, answer));
                }
                case JoinRefused refused -> verdict.require(LATER.contains(refused.reason()), refused.at(),
                        "%s was refused its own inbox: %s".formatted(refused.device(), refused.reason()), List.of(refused));
                case Answered answer when !answer.ok() -> verdict.require(
                        isLater(answer.response().path("reason").asText()), answer.at(),
                        "%s was refused: %s".formatted(answer.device(), answer.response()), List.of(answer));
                case Trespassed trespassed -> verdict.require(FORBIDDEN.contains(trespassed.status()), trespassed.at(),
                        "%s with a token that is %s was answered with %d".formatted(
                                trespassed.where(), trespassed.token(), trespassed.status()),
                        List.of(trespassed));
                default -> {}
            }
        }
    }

    private static boolean isLater(String reason) {
        return LATER.contains(reason) || reason.equals(CHANNEL_ENDED);
    }

    private static boolean isRight(boolean good, int status, String problem, boolean retryAfter) {
        boolean later = TRY_AGAIN.contains(status) && retryAfter && !problem.isEmpty();
        boolean forGood = status >= 400 && status < 500 && !problem.isEmpty() && !TRY_AGAIN.contains(status);
        return later || (good ? status == MentionStory.ACCEPTED : forGood);
    }
}
