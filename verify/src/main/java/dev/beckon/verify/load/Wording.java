package dev.beckon.verify.load;

import dev.beckon.contracts.Actor;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.Source;
import dev.beckon.testclients.Json;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The texts of product teams' mentions, of which no two revisions have the same, and the bodies with them. */
public final class Wording {

    /** Matches every text, and the id of the person who is erased. */
    public static final Pattern TEXT = Pattern.compile("\\b" + Leaver.USER + "\\b|\\bt\\d+-\\d+(?:\\.\\d+)?(?:~\\d+)?");

    /** The revision of a mention that was posted. */
    static final long POST = 0;

    private static final Actor ADA = new Actor("ada", "Ada Lovelace");

    /** Few enough that every inbox has several mentions from one source. */
    private static final int SOURCES = 16;

    private static final int THREADS = 5;

    private Wording() {}

    static String text(String key, long revision) {
        return revision == POST ? key : key + "~" + revision;
    }

    /** The body of one mention for mention-service. */
    static String body(String key, long revision, List<String> recipients) {
        Map<String, Object> body = new HashMap<>(Map.of(
                "actor", Map.of("id", ADA.id(), "name", ADA.name()),
                "recipients", recipients,
                "source", source(key),
                "thread", thread(key),
                "excerpt", text(key, revision),
                "occurredAt", Instant.now().toString()));
        if (revision != POST) {
            body.put("revision", revision);
        }
        return Json.write(body);
    }

    /** The body of a mention by another actor. */
    static String body(String key, List<String> recipients, String actor) {
        return body(key, POST, recipients).replace("\"" + ADA.id() + "\"", "\"" + actor + "\"");
    }

    /** The body of a mention that expires. */
    static String body(String key, List<String> recipients, Instant expiresAt) {
        return body(key, POST, recipients).replaceFirst("\\{", "{\"expiresAt\":\"" + expiresAt + "\",");
    }

    /** The value of a Kafka record. */
    static String record(UUID id, String key, long revision, List<String> recipients) {
        return record(id, key, revision, recipients, null);
    }

    /** @param expiresAt {@code null}: the mention does not expire */
    static String record(UUID id, String key, long revision, List<String> recipients, @Nullable Instant expiresAt) {
        return Json.write(new MentionCreated(id, ADA, recipients, source(key), text(key, revision), Instant.now(),
                MentionCreated.DEFAULT_KIND, thread(key), null, expiresAt, revision == POST ? null : revision));
    }

    /** The body of {@code POST /access/revoked}: the mention has a thread of its own. */
    static String accessRevoked(String key, String user) {
        return Json.write(Map.of("user", user, "thread", thread(key)));
    }

    /** Half of all mentions share a thread with others. Not a text that matches {@link #TEXT}. */
    private static String thread(String key) {
        return hasOwnThread(key) ? "thread" + key : "conversation-" + Math.floorMod(key.hashCode() / 2, THREADS);
    }

    /** The thread in which each revision with this text was sent. */
    public static String threadOf(String text) {
        int revision = text.indexOf('~');
        return thread(revision < 0 ? text : text.substring(0, revision));
    }

    static boolean hasOwnThread(String key) {
        return key.hashCode() % 2 == 0;
    }

    private static Source source(String key) {
        String id = "note-" + Math.floorMod(key.hashCode(), SOURCES);
        return new Source("comment", id, "https://example.org/notes/" + id, "Note " + id);
    }
}
