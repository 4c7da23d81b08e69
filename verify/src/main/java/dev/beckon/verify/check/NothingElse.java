package dev.beckon.verify.check;

import dev.beckon.contracts.Lane;
import dev.beckon.contracts.Limits;
import dev.beckon.verify.check.MentionStory.Revision;
import dev.beckon.verify.check.Rows.Place;
import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.Fact.RowFound;
import dev.beckon.verify.history.History;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Inboxes hold only mentions that were posted and not refused, for users whom they name; a recipient whom an edit removed does not
 * have the mention any more, nor does a user who has lost access to it. Of a mention that was neither accepted nor refused, each record is stored for all users whom that
 * record names, or for none; of one with such a revision, each lane holds one state as a whole.
 */
final class NothingElse implements Check {

    @Override
    public String name() {
        return "nothing else";
    }

    @Override
    public void examine(History history, Verdict verdict) {
        Map<String, MentionStory> stories = MentionStory.all(history);
        Rows rows = Rows.of(history, stories);
        rows.all().forEach(row -> examine(row, rows.story(row), verdict));
        Map<Place, RowFound> present = rows.present();
        stories.forEach((key, story) -> {
            if (!story.isRefused() && (!story.isAccepted() || story.outcomes().size() > 1)) {
                wholly(key, story, present, verdict);
            }
        });
    }

    private static void examine(RowFound row, @Nullable MentionStory story, Verdict verdict) {
        if (story == null && row.takenBack()) {
            verdict.kept(row.at()); // its text is gone, and nobody got its id
        } else if (story == null) {
            verdict.broken(row.at(), "%s is in the inbox of %s, and was never posted".formatted(row.key(), row.user()),
                    List.of(row));
        } else if (!story.recipients().contains(row.user())) {
            verdict.broken(story.at(), "%s does not name %s and is in that inbox".formatted(row.key(), row.user()),
                    with(story, row));
        } else if (story.isRefused()) {
            verdict.broken(story.at(), "%s was refused and is in the inbox of %s".formatted(row.key(), row.user()), with(story, row));
        } else if (story.hasLostAccess(row.user())) {
            verdict.require(row.takenBack(), story.at(), "%s may no longer be seen by %s and is still in that inbox".formatted(row.key(),
                    row.user()), with(story, row));
        } else {
            verdict.require(row.takenBack() || isNamed(row.user(), story), story.at(),
                    "%s does not name %s any more and is still in that inbox".formatted(row.key(), row.user()), with(story, row));
        }
    }

    private static boolean isNamed(String user, MentionStory story) {
        return story.outcomes().stream().anyMatch(revision -> revision.recipients().contains(user));
    }

    private static List<Fact> with(MentionStory story, RowFound row) {
        return Stream.concat(story.facts().stream(), Stream.of(row)).toList();
    }

    private static void wholly(String key, MentionStory story, Map<Place, RowFound> present, Verdict verdict) {
        List<Map<String, String>> outcomes = new ArrayList<>(story.outcomes().stream().map(NothingElse::texts).toList());
        if (!story.isAccepted()) {
            outcomes.add(Map.of());
        }
        for (List<String> all : story.isRevised() ? Lane.divide(story.recipients()).values() : records(story.recipients())) {
            List<String> part = all.stream().filter(user -> !story.mayBeErased(user)).toList();
            Map<String, String> there = new HashMap<>();
            for (String user : part) {
                RowFound row = present.get(new Place(key, user));
                if (row != null) {
                    there.put(user, row.key());
                }
            }
            boolean whole = outcomes.stream().anyMatch(outcome -> part.stream()
                    .allMatch(user -> outcome.getOrDefault(user, "").equals(there.getOrDefault(user, ""))));
            verdict.require(whole, story.at(), "%s is in %d of the %d inboxes that one record of it names".formatted(
                    key, there.size(), part.size()), story.facts());
        }
    }

    /** The text that each recipient sees. */
    private static Map<String, String> texts(Revision revision) {
        Map<String, String> texts = new HashMap<>();
        String text = revision.text();
        if (text != null) {
            revision.recipients().forEach(user -> texts.put(user, text));
        }
        return texts;
    }

    /** The recipients of each record on the Kafka topic of the lanes. */
    private static List<List<String>> records(Set<String> recipients) {
        List<List<String>> records = new ArrayList<>();
        for (List<String> lane : Lane.divide(recipients).values()) {
            for (int from = 0; from < lane.size(); from += Limits.RECIPIENTS_PER_RECORD) {
                records.add(lane.subList(from, Math.min(from + Limits.RECIPIENTS_PER_RECORD, lane.size())));
            }
        }
        return records;
    }
}
