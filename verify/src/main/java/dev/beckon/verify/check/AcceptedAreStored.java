package dev.beckon.verify.check;

import dev.beckon.verify.check.MentionStory.Revision;
import dev.beckon.verify.check.Rows.Place;
import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.Fact.RowFound;
import dev.beckon.verify.history.History;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every mention that was answered with 202, or that Kafka has acknowledged, is in the inbox of every user whom its highest confirmed
 * revision names, with the text of that revision; but for users who have lost access to it, if it does not expire, and if nobody
 * is erased whom it names.
 */
final class AcceptedAreStored implements Check {

    @Override
    public String name() {
        return "stored";
    }

    @Override
    public void examine(History history, Verdict verdict) {
        Map<String, MentionStory> stories = MentionStory.all(history);
        Map<Place, RowFound> present = Rows.of(history, stories).present();
        stories.forEach((key, story) -> {
            if (story.isAccepted()) {
                examine(key, story, present, verdict);
            }
        });
    }

    private static boolean mayBeGone(MentionStory story, String user) {
        return story.mayHaveLostAccess(user) || story.mayExpire() || story.mayBeErased(user);
    }

    private static void examine(String key, MentionStory story, Map<Place, RowFound> present, Verdict verdict) {
        List<Revision> outcomes = story.outcomes();
        List<Fact> proof = story.proofOfAcceptance();
        Set<String> recipients = new HashSet<>(outcomes.getFirst().recipients());
        outcomes.forEach(revision -> recipients.retainAll(revision.recipients()));
        for (String user : outcomes.getFirst().recipients()) {
            RowFound row = present.get(new Place(key, user));
            if (row != null) {
                verdict.require(outcomes.stream().anyMatch(revision -> row.key().equals(revision.text())), story.at(),
                        "%s has the text %s in the inbox of %s, and a higher revision was accepted".formatted(key, row.key(), user),
                        Stream.concat(proof.stream(), Stream.of(row)).toList());
            } else if (recipients.contains(user) && !mayBeGone(story, user)) {
                verdict.broken(story.at(), "%s was accepted and is not in the inbox of %s".formatted(key, user), proof);
            }
        }
    }
}
