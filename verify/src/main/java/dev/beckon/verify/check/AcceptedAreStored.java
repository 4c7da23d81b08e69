package dev.beckon.verify.check;

import dev.beckon.verify.check.Rows.Place;
import dev.beckon.verify.history.History;
import java.util.Set;

/** Every mention that was answered with 202, or that Kafka has acknowledged, is in the inbox of every user it names. */
final class AcceptedAreStored implements Check {

    @Override
    public String name() {
        return "stored";
    }

    @Override
    public void examine(History history, Verdict verdict) {
        Set<Place> stored = Rows.byPlace(history).keySet();
        MentionStory.all(history).forEach((key, story) -> {
            if (story.isAccepted()) {
                story.recipients().forEach(user -> verdict.require(stored.contains(new Place(key, user)), story.at(),
                        "%s was accepted and is not in the inbox of %s".formatted(key, user), story.proofOfAcceptance()));
            }
        });
    }
}
