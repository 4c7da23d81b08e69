package dev.beckon.verify.check;

import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.Fact.Answered;
import dev.beckon.verify.history.Fact.Asked;
import dev.beckon.verify.history.History;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The latest {@code seq} up to which a user has opened the inbox with {@code mark_seen}.
 *
 * @param surelyUpTo the newest {@code seq} at the latest confirmed opening
 * @param perhapsUpTo the same, including unanswered requests that the server may have carried out
 */
record Opening(long surelyUpTo, long perhapsUpTo, List<Fact> evidence) {

    static final Opening NONE = new Opening(0, 0, List.of());

    /** Openings by user. */
    static Map<String, Opening> all(History history) {
        Map<String, Opening> openings = new HashMap<>();
        Map<String, Set<Integer>> open = new HashMap<>();
        for (Fact fact : history.facts()) {
            switch (fact) {
                case Asked asked when asked.event().equals("mark_seen") ->
                    open.computeIfAbsent(asked.user(), _ -> new HashSet<>()).add(asked.call());
                case Answered answered when answered.ok() && isOpen(open, answered) ->
                    openings.merge(answered.user(), confirmed(answered), Opening::and);
                default -> {}
            }
        }
        open.forEach((user, calls) -> {
            if (!calls.isEmpty()) {
                openings.merge(user, new Opening(0, Long.MAX_VALUE, List.of()), Opening::and);
            }
        });
        return openings;
    }

    /** Also removes the call from {@code open}. */
    private static boolean isOpen(Map<String, Set<Integer>> open, Answered answered) {
        Set<Integer> calls = open.get(answered.user());
        return calls != null && calls.remove(answered.call());
    }

    private static Opening confirmed(Answered answered) {
        long seq = answered.response().path("seq").asLong();
        return new Opening(seq, seq, List.of(answered));
    }

    private Opening and(Opening other) {
        List<Fact> both = new ArrayList<>(evidence);
        both.addAll(other.evidence);
        return new Opening(Math.max(surelyUpTo, other.surelyUpTo), Math.max(perhapsUpTo, other.perhapsUpTo), both);
    }
}
