package dev.beckon.verify.check;

import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.Fact.AccessRevoked;
import dev.beckon.verify.history.Fact.AccessRevokedAccepted;
import dev.beckon.verify.history.Fact.ActedBy;
import dev.beckon.verify.history.Fact.Erasing;
import dev.beckon.verify.history.Fact.Expires;
import dev.beckon.verify.history.Fact.PostAnswered;
import dev.beckon.verify.history.Fact.PostLost;
import dev.beckon.verify.history.Fact.PostSent;
import dev.beckon.verify.history.Fact.RecordWritten;
import dev.beckon.verify.history.Fact.RevisionAnswered;
import dev.beckon.verify.history.Fact.RevisionSent;
import dev.beckon.verify.history.Fact.RevisionUnclear;
import dev.beckon.verify.history.Fact.RevisionWritten;
import dev.beckon.verify.history.History;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All facts about one mention: its revisions, the users whom each names, and the outcome of each attempt to send it. */
final class MentionStory {

    static final int ACCEPTED = 202;

    /** The number of the posted mention, below that of any edit or retraction. */
    private static final long POST = 0;

    private final NavigableMap<Long, Revision> revisions = new TreeMap<>();
    private final List<Fact> facts = new ArrayList<>();
    /** The users who may no longer see it, with whether that was accepted. */
    private final Map<String, Boolean> revoked = new HashMap<>();
    private boolean poison;
    private long expiresAt = Long.MAX_VALUE;
    private String actor = "";
    /** All whom an erasure was begun for. */
    private Set<String> erased = Set.of();

    /** Stories by key. */
    static Map<String, MentionStory> all(History history) {
        Map<String, MentionStory> stories = new LinkedHashMap<>();
        for (Fact fact : history.facts()) {
            switch (fact) {
                case PostSent sent -> story(stories, sent.key()).sent(sent, sent.key(), POST, sent.key(), sent.recipients());
                case PostAnswered answered -> story(stories, answered.key()).answered(answered, POST, answered.status());
                case PostLost lost -> story(stories, lost.key()).facts.add(lost);
                case RecordWritten written -> story(stories, written.key()).written(written);
                case RevisionSent sent ->
                    story(stories, sent.key()).sent(sent, sent.key(), sent.revision(), sent.text(), sent.recipients());
                case RevisionAnswered answered ->
                    story(stories, answered.key()).answered(answered, answered.revision(), answered.status());
                case RevisionWritten written -> story(stories, written.key()).answered(written, written.revision(), ACCEPTED);
                case RevisionUnclear unclear -> story(stories, unclear.key()).facts.add(unclear);
                case ActedBy acted -> story(stories, acted.key()).actor = acted.actor();
                case Expires expires -> story(stories, expires.key()).expires(expires);
                case AccessRevoked revoked -> story(stories, revoked.key()).revoked(revoked, revoked.user(), false);
                case AccessRevokedAccepted revoked -> story(stories, revoked.key()).revoked(revoked, revoked.user(), true);
                default -> {}
            }
        }
        Set<String> erased = history.all(Erasing.class).map(Erasing::user).collect(Collectors.toSet());
        stories.values().forEach(story -> story.erased = erased);
        return stories;
    }

    private static MentionStory story(Map<String, MentionStory> stories, String key) {
        return stories.computeIfAbsent(key, _ -> new MentionStory());
    }

    private void sent(Fact fact, String key, long number, @Nullable String text, List<String> recipients) {
        facts.add(fact);
        Revision revision = revisions.computeIfAbsent(number, _ -> new Revision(key, number, text, new LinkedHashSet<>(recipients)));
        revision.attempts.add(fact);
    }

    private void answered(Fact fact, long number, int status) {
        facts.add(fact);
        Revision revision = revisions.get(number);
        if (revision != null && status == ACCEPTED) {
            revision.confirmations.add(fact);
        } else if (revision != null && status >= 400 && status < 500) {
            revision.refusals++;
        }
    }

    private void revoked(Fact fact, String user, boolean accepted) {
        facts.add(fact);
        revoked.merge(user, accepted, Boolean::logicalOr);
    }

    private void expires(Expires fact) {
        facts.add(fact);
        expiresAt = fact.expiresAt();
    }

    private void written(RecordWritten written) {
        poison |= written.kind() == RecordWritten.Kind.POISON;
        if (written.kind() == RecordWritten.Kind.GOOD && !revisions.containsKey(POST)) {
            sent(written, written.key(), POST, written.key(), written.recipients());
        } else {
            facts.add(written);
        }
        if (written.kind() == RecordWritten.Kind.GOOD) {
            Objects.requireNonNull(revisions.get(POST)).confirmations.add(written);
        }
    }

    /** One state that the mention was given. */
    static final class Revision {

        private final String key;
        private final long number;
        private final @Nullable String text;
        private final Set<String> recipients;
        private final List<Fact> attempts = new ArrayList<>();
        private final List<Fact> confirmations = new ArrayList<>();
        private int refusals;

        private Revision(String key, long number, @Nullable String text, Set<String> recipients) {
            this.key = key;
            this.number = number;
            this.text = text;
            this.recipients = recipients;
        }

        String key() {
            return key;
        }

        long number() {
            return number;
        }

        /** {@code null}: the mention is taken back. */
        @Nullable
        String text() {
            return text;
        }

        Set<String> recipients() {
            return recipients;
        }

        /** The attempts to send it. */
        List<Fact> attempts() {
            return attempts;
        }

        boolean isConfirmed() {
            return !confirmations.isEmpty();
        }

        List<Fact> confirmations() {
            return confirmations;
        }

        /** Whether no attempt can have had an effect. */
        boolean isRefused() {
            return !isConfirmed() && refusals == attempts.size();
        }
    }

    /** Every revision that may have had an effect, by ascending number. */
    List<Revision> effective() {
        return poison ? List.of() : revisions.values().stream().filter(revision -> !revision.isRefused()).toList();
    }

    /**
     * The revisions of which one holds in the end, in each lane for itself: the highest confirmed one, and any above it that is
     * neither confirmed nor refused. Without a confirmed one the mention may also be nowhere.
     */
    List<Revision> outcomes() {
        List<Revision> effective = effective();
        long confirmed = effective.stream().filter(Revision::isConfirmed).mapToLong(Revision::number).max().orElse(-1);
        return effective.stream().filter(revision -> revision.number() >= confirmed).toList();
    }

    /** Whether one of the {@link #outcomes} has to hold. */
    boolean isAccepted() {
        return effective().stream().anyMatch(Revision::isConfirmed);
    }

    /** Whether the mention must be in no inbox, as no attempt to send it has succeeded. */
    boolean isRefused() {
        return effective().isEmpty();
    }

    /** Whether the mention was edited or taken back, or at least an attempt was made. */
    boolean isRevised() {
        return !revisions.isEmpty() && revisions.lastKey() > POST;
    }

    /** All whom any revision names, in the order of the calls. */
    Set<String> recipients() {
        return revisions.values().stream().flatMap(revision -> revision.recipients().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whether every revision that may have had an effect names the user: nothing takes the mention back from this inbox. */
    boolean alwaysNames(String user) {
        return effective().stream().allMatch(revision -> revision.recipients().contains(user));
    }

    /** Whether the mention must have been taken back from the user, who may no longer see it. */
    boolean hasLostAccess(String user) {
        return revoked.getOrDefault(user, false);
    }

    /** Whether it may have been taken back for that reason. */
    boolean mayHaveLostAccess(String user) {
        return revoked.containsKey(user);
    }

    /** The time after which the mention must be gone, unless it never was anywhere; {@link Long#MAX_VALUE}: it does not expire. */
    long expiresAt() {
        return expiresAt;
    }

    boolean mayExpire() {
        return expiresAt < Long.MAX_VALUE;
    }

    /** {@code ""}: not known. */
    String actor() {
        return actor;
    }

    /** Whether an erasure may have taken the mention from this inbox: of the user, or of the actor. */
    boolean mayBeErased(String user) {
        return erased.contains(user) || erased.contains(actor);
    }

    /** How often the mention may have returned to an inbox that it was taken back from; it is then the newest there. */
    int returns(String user) {
        int returns = 0;
        boolean there = false;
        boolean removed = false;
        for (Revision revision : effective()) {
            boolean named = revision.recipients().contains(user);
            returns += named && removed ? 1 : 0;
            removed = !named && (there || removed);
            there = named;
        }
        return returns;
    }

    /** All texts that the mention had, by revision. */
    Map<String, Revision> texts() {
        Map<String, Revision> texts = new LinkedHashMap<>();
        revisions.values().stream().filter(revision -> revision.text() != null)
                .forEach(revision -> texts.put(revision.text(), revision));
        return texts;
    }

    /** Texts that the mention had, and cannot have in the end. */
    Map<String, Revision> formerTexts() {
        Map<String, Revision> texts = texts();
        outcomes().forEach(revision -> texts.remove(revision.text()));
        return texts;
    }

    List<Fact> facts() {
        return facts;
    }

    /** The time of the first fact. */
    long at() {
        return facts.getFirst().at();
    }

    /** The fewest facts that prove that one of the outcomes holds. */
    List<Fact> proofOfAcceptance() {
        return outcomes().stream().filter(Revision::isConfirmed).limit(1)
                .flatMap(revision -> facts.stream()
                        .filter(fact -> fact == revision.attempts.getFirst() || fact == revision.confirmations.getFirst()))
                .toList();
    }

    /** The facts that gave the mention an id. */
    Map<Fact, UUID> ids() {
        Map<Fact, UUID> ids = new LinkedHashMap<>();
        for (Fact fact : facts) {
            switch (fact) {
                case PostAnswered answered -> answered.ids().forEach(id -> ids.put(answered, id));
                case RevisionAnswered answered -> answered.ids().forEach(id -> ids.put(answered, id));
                case RevisionWritten written -> ids.put(written, written.id());
                default -> {}
            }
        }
        return ids;
    }
}
