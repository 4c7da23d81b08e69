package dev.beckon.verify.check;

import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.Fact.PostAnswered;
import dev.beckon.verify.history.Fact.RowFound;
import dev.beckon.verify.history.History;
import java.util.List;
import java.util.Map;
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
        Rows.byPlace(history).forEach((place, rows) -> {
            MentionStory story = stories.get(place.key());
            long at = story == null ? rows.getFirst().at() : story.at();
            verdict.require(rows.size() == 1, at,
                    "%s is %d times in the inbox of %s".formatted(place.key(), rows.size(), place.user()), rows);
        });
        stories.forEach((key, story) -> verdict.require(story.ids().size() <= 1, story.at(),
                "%s was given several ids: %s".formatted(key, story.ids()), answers(story)));
        history.all(RowFound.class).forEach(row -> sameId(row, stories.get(row.key()), verdict));
    }

    private static void sameId(RowFound row, @Nullable MentionStory story, Verdict verdict) {
        if (story != null && story.ids().size() == 1) {
            List<UUID> ids = story.ids().iterator().next();
            verdict.require(ids.contains(row.mention()), story.at(),
                    "%s is in the inbox of %s under another id than %s".formatted(row.key(), row.user(), ids),
                    Stream.concat(answers(story).stream(), Stream.of(row)).toList());
        }
    }

    private static List<Fact> answers(MentionStory story) {
        return story.facts().stream().filter(PostAnswered.class::isInstance).toList();
    }
}
