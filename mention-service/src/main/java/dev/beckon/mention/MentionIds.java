package dev.beckon.mention;

import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.rules.MentionKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Computes ids of mentions from caller, key and the content. So a repeated call makes the same ids on
 * any instance, without a memory of earlier calls, and a mention that a caller adds to a repeated list gets its own id instead of
 * being lost. {@code occurredAt} does not count: two processes that report one event may each use their own clock.
 *
 * <p>The id of a mention that comes alone follows from caller and key only ({@link MentionKey#id}); the one made here then tells
 * whether the content is the same.
 */
final class MentionIds {

    private MentionIds() {}

    /** @return one for each mention; equal mentions of one list differ by the number of equal ones before them */
    static List<UUID> of(MentionKey key, List<MentionCreated> mentions) {
        Map<String, Integer> seen = new HashMap<>();
        List<UUID> ids = new ArrayList<>(mentions.size());
        for (MentionCreated mention : mentions) {
            String content = digest(mention);
            ids.add(key.idOfEntry(content, seen.merge(content, 1, Integer::sum)));
        }
        return ids;
    }

    private static String digest(MentionCreated mention) {
        MessageDigest digest = sha256();
        mention.contents().forEach(text -> {
            digest.update(text.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0); // no validated text contains it
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
