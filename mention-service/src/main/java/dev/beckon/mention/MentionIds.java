package dev.beckon.mention;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.StringArgGenerator;
import dev.beckon.contracts.MentionCreated;
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
 * Computes a mention's id from the caller, the {@link IdempotencyKey} and the content. So a repeated call makes the same ids on
 * any instance, without a memory of earlier calls; the keys of two callers never collide; and a mention that a caller adds to a
 * repeated list gets its own id instead of being lost. {@code occurredAt} does not count: two processes that report one event
 * may each use their own clock.
 *
 * <p>The id is a UUIDv5 (RFC 9562 §5.5). If the key itself is a UUIDv7, as the service's own keys are, the id is one too: the
 * key's time followed by bits of that hash (RFC 9562 §5.7 permits any bits there). Ids in time order halve the cost of
 * PostgreSQL's index.
 */
final class MentionIds {

    private static final StringArgGenerator BY_NAME = Generators.nameBasedGenerator(UUID.fromString(
            "0c1f1d3c-6d5a-4b0e-9d1b-6b1d0a3f5e77"));

    private static final long TIME_AND_VERSION = 0xFFFF_FFFF_FFFF_F000L;
    private static final int UUID_LENGTH = 36;

    private MentionIds() {}

    /**
     * @param subject from the caller's token
     * @return one for each mention; equal mentions of one list differ by the number of equal ones before them
     */
    static List<UUID> of(String subject, IdempotencyKey key, List<MentionCreated> mentions) {
        Map<String, Integer> seen = new HashMap<>();
        List<UUID> ids = new ArrayList<>(mentions.size());
        for (MentionCreated mention : mentions) {
            String content = digest(mention);
            ids.add(of(subject, key, content, seen.merge(content, 1, Integer::sum)));
        }
        return ids;
    }

    private static UUID of(String subject, IdempotencyKey key, String content, int nth) {
        // Only the subject can hold a line feed, and it comes first, so two different calls never make the same name.
        UUID hash = BY_NAME.generate(subject + '\n' + key.value() + '\n' + content + '\n' + nth);
        return isTimeOrdered(key.value()) ? atTimeOf(UUID.fromString(key.value()), hash) : hash;
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

    private static UUID atTimeOf(UUID key, UUID hash) {
        long high = key.getMostSignificantBits() & TIME_AND_VERSION | hash.getMostSignificantBits() & ~TIME_AND_VERSION;
        return new UUID(high, hash.getLeastSignificantBits());
    }

    private static boolean isTimeOrdered(String key) {
        if (key.length() != UUID_LENGTH) {
            return false;
        }
        try {
            UUID uuid = UUID.fromString(key);
            return uuid.version() == 7 && uuid.variant() == 2;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
