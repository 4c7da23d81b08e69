package dev.beckon.verify.check;

import dev.beckon.verify.history.Fact.InboxFound;
import dev.beckon.verify.history.Fact.RowFound;
import dev.beckon.verify.history.History;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows that the harness found in the database at the end, with the mentions to which they belong. */
final class Rows {

    record Place(String key, String user) {}

    private final List<RowFound> all;
    private final Map<String, MentionStory> stories;
    private final Map<String, String> keysByText = new HashMap<>();
    private final Map<UUID, String> keysByMention = new HashMap<>();

    private Rows(History history, Map<String, MentionStory> stories) {
        this.all = history.all(RowFound.class).toList();
        this.stories = stories;
        stories.forEach((key, story) -> {
            story.texts().keySet().forEach(text -> keysByText.put(text, key));
            story.ids().values().forEach(id -> keysByMention.putIfAbsent(id, key));
        });
        all.stream().filter(row -> !row.key().isEmpty()).forEach(row -> keysByMention.put(row.mention(), keyOfText(row.key())));
    }

    static Rows of(History history, Map<String, MentionStory> stories) {
        return new Rows(history, stories);
    }

    List<RowFound> all() {
        return all;
    }

    /** A text that belongs to no mention is its own key. */
    String keyOfText(String text) {
        return keysByText.getOrDefault(text, text);
    }

    /** The key of a row's mention: by its text, or by the mention's id once it has none; that id itself if nobody knows it. */
    String key(RowFound row) {
        return row.key().isEmpty() ? keysByMention.getOrDefault(row.mention(), row.mention().toString()) : keyOfText(row.key());
    }

    /** @return {@code null} if no mention is known to which the row belongs */
    @Nullable
    MentionStory story(RowFound row) {
        return stories.get(key(row));
    }

    Map<Place, List<RowFound>> byPlace() {
        return all.stream().collect(Collectors.groupingBy(row -> new Place(key(row), row.user())));
    }

    /** What is in the inboxes: the rows that were not taken back. */
    Map<Place, RowFound> present() {
        return all.stream().filter(row -> !row.takenBack())
                .collect(Collectors.toMap(row -> new Place(key(row), row.user()), row -> row, (first, _) -> first));
    }

    static Map<String, InboxFound> inboxes(History history) {
        return history.all(InboxFound.class).collect(Collectors.toMap(InboxFound::user, inbox -> inbox, (first, _) -> first));
    }

    static Map<String, List<RowFound>> byUser(History history) {
        return history.all(RowFound.class).collect(Collectors.groupingBy(RowFound::user));
    }
}
