package dev.beckon.verify.check;

import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.Fact.PostAnswered;
import dev.beckon.verify.history.Fact.PostLost;
import dev.beckon.verify.history.Fact.PostSent;
import dev.beckon.verify.history.Fact.RecordWritten;
import dev.beckon.verify.history.History;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** All facts about one mention: the users it names, and the outcome of each attempt to post it. */
final class MentionStory {

    static final int ACCEPTED = 202;

    private final List<Fact> facts = new ArrayList<>();
    private final Set<String> recipients = new LinkedHashSet<>();
    private int attempts;
    private int refusals;
    private boolean accepted;
    private boolean poison;

    /** Stories by key. */
    static Map<String, MentionStory> all(History history) {
        Map<String, MentionStory> stories = new LinkedHashMap<>();
        for (Fact fact : history.facts()) {
            switch (fact) {
                case PostSent sent -> story(stories, sent.key()).sent(sent);
                case PostAnswered answered -> story(stories, answered.key()).answered(answered);
                case PostLost lost -> story(stories, lost.key()).facts.add(lost);
                case RecordWritten written -> story(stories, written.key()).written(written);
                default -> {}
            }
        }
        return stories;
    }

    private static MentionStory story(Map<String, MentionStory> stories, String key) {
        return stories.computeIfAbsent(key, _ -> new MentionStory());
    }

    private void sent(PostSent sent) {
        facts.add(sent);
        recipients.addAll(sent.recipients());
        attempts++;
    }

    private void answered(PostAnswered answered) {
        facts.add(answered);
        accepted |= answered.status() == ACCEPTED;
        refusals += answered.status() >= 400 && answered.status() < 500 ? 1 : 0;
    }

    private void written(RecordWritten written) {
        facts.add(written);
        recipients.addAll(written.recipients());
        accepted |= written.kind() == RecordWritten.Kind.GOOD;
        poison |= written.kind() == RecordWritten.Kind.POISON;
    }

    /** Whether the mention has to be in every inbox it names. */
    boolean isAccepted() {
        return accepted;
    }

    /** Whether the mention must be in no inbox. */
    boolean isRefused() {
        return !accepted && (poison || attempts > 0 && refusals == attempts);
    }

    /** The users it names, in the order of the call. */
    Set<String> recipients() {
        return recipients;
    }

    List<Fact> facts() {
        return facts;
    }

    /** The time of the first fact. */
    long at() {
        return facts.getFirst().at();
    }

    /** The fewest facts that prove its acceptance. */
    List<Fact> proofOfAcceptance() {
        return facts.stream()
                .filter(fact -> fact instanceof PostAnswered answered && answered.status() == ACCEPTED
                        || fact instanceof RecordWritten)
                .limit(1)
                .flatMap(proof -> facts.stream().filter(fact -> fact == proof || fact == facts.getFirst()))
                .toList();
    }

    /** The ids that callers got for the mention. */
    Set<List<UUID>> ids() {
        return facts.stream()
                .filter(PostAnswered.class::isInstance)
                .map(fact -> ((PostAnswered) fact).ids())
                .filter(ids -> !ids.isEmpty())
                .collect(Collectors.toSet());
    }
}
