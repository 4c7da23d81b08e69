package dev.beckon.notification;

import dev.beckon.contracts.Actor;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.Source;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Valid mentions, and user names that no other test uses. */
public final class Mentions {

    private Mentions() {}

    public static MentionCreated of(String... recipients) {
        return of(UUID.randomUUID(), List.of(recipients));
    }

    public static MentionCreated of(UUID id, List<String> recipients) {
        return new MentionCreated(id, new Actor("actor-1", "Grace \"Amazing\" Hopper ☕"), recipients,
                new Source("comment", "c-7", "https://example.org/c/7?a=1&b=2", "Roadmap, \"2027\""),
                "Look, @you: a\ttab, a \\ and 🎉", Instant.parse("2026-01-02T03:04:05.123456Z"));
    }

    public static String newUser() {
        return "user-" + UUID.randomUUID();
    }

    public static List<String> newUsers(int count) {
        String prefix = newUser();
        return IntStream.range(0, count).mapToObj(i -> "%s-%05d".formatted(prefix, i)).toList();
    }
}
