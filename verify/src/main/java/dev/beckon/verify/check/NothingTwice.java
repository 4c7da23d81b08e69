package dev.beckon.verify.check;

import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.Fact.RowFound;
import dev.beckon.verify.history.History;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An inbox holds a mention once, however often it was posted or delivered, and under the id that every caller got. */
final class NothingTwice implements Check {

    @Override
    public String name() {
        return "once";
    }

    @Override
    public void examine(History history, Verdict verdict) {
        Map<String, MentionStory> stories = MentionStory.all(history);
        Rows found = Rows.of(history, stories);
        found.byPlace().forEach((place, rows) -> {
            MentionStory story = stories.get(place.key());
            long at = story == null ? rows.getFirst().at() : story.at();
            verdict.require(rows.size() == 1, at,
                    "%s is %d times in the inbox of %s".formatted(place.key(), rows.size(), place.user()), rows);
        });
        stories.forEach((key, story) -> {
            Map<Fact, UUID> ids = story.ids();
            verdict.require(Set.copyOf(ids.values()).size() <= 1, story.at(),
                    "%s was given several ids: %s".formatted(key, Set.copyOf(ids.values())), List.copyOf(ids.keySet()));
        });
        found.all().forEach(row -> sameId(row, found.story(row), verdict));
    }

    private static void sameId(RowFound row, @Nullable MentionStory story, Verdict verdict) {
        Map<Fact, UUID> ids = story == null ? Map.of() : story.ids();
        if (story != null && Set.copyOf(ids.values()).size() == 1) {
            verdict.require(ids.containsValue(row.mention()), story.at(),
                    "%s is in the inbox of %s under another id than %s".formatted(row.key(), row.user(), ids.values()),
                    Stream.concat(ids.keySet().stream(), Stream.of(row)).toList());
        }
    }
}
