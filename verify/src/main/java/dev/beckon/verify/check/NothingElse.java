package dev.beckon.verify.check;

import dev.beckon.contracts.Lane;
import dev.beckon.contracts.Limits;
import dev.beckon.verify.check.Rows.Place;
import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.Fact.RowFound;
import dev.beckon.verify.history.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Inboxes hold only mentions that were posted and not refused, for users whom they name. A mention that was neither
 * accepted nor refused may be missing, but each of its records is stored for all users whom that record names, or for
 * none.
 */
final class NothingElse implements Check {

    @Override
    public String name() {
        return "nothing else";
    }

    @Override
    public void examine(History history, Verdict verdict) {
        Map<String, MentionStory> stories = MentionStory.all(history);
        history.all(RowFound.class).forEach(row -> examine(row, stories.get(row.key()), verdict));
        Set<Place> stored = Rows.byPlace(history).keySet();
        stories.forEach((key, story) -> {
            if (!story.isAccepted() && !story.isRefused()) {
                wholly(key, story, stored, verdict);
            }
        });
    }

    private static void examine(RowFound row, @Nullable MentionStory story, Verdict verdict) {
        if (story == null) {
            verdict.broken(row.at(), "%s is in the inbox of %s, and was never posted".formatted(row.key(), row.user()),
                    List.of(row));
        } else if (!story.recipients().contains(row.user())) {
            verdict.broken(story.at(), "%s does not name %s and is in that inbox".formatted(row.key(), row.user()),
                    with(story, row));
        } else {
            verdict.require(!story.isRefused(), story.at(),
                    "%s was refused and is in the inbox of %s".formatted(row.key(), row.user()), with(story, row));
        }
    }

    private static List<Fact> with(MentionStory story, RowFound row) {
        return Stream.concat(story.facts().stream(), Stream.of(row)).toList();
    }

    private static void wholly(String key, MentionStory story, Set<Place> stored, Verdict verdict) {
        for (List<String> part : records(story.recipients())) {
            long there = part.stream().filter(user -> stored.contains(new Place(key, user))).count();
            verdict.require(there == 0 || there == part.size(), story.at(),
                    "%s is in %d of the %d inboxes that one record of it names".formatted(key, there, part.size()),
                    story.facts());
        }
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
