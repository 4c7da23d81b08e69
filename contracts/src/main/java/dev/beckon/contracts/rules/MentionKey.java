package dev.beckon.contracts.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * A product's own name for a mention. Subject and key are one mention for ever, whatever its text and recipients become: an edit or
 * a retraction finds what was posted. The keys of two subjects never collide.
 *
 * <p>Ids are UUIDv5 (RFC 9562 §5.5). If the key itself is a UUIDv7, the id is one too: the key's time followed by bits of that
 * hash (RFC 9562 §5.7 permits any bits there). Ids in time order halve the cost of PostgreSQL's index.
 *
 * @param subject the caller, as in its token
 * @param key what the caller sent as {@code Idempotency-Key}, or in the address of an edit
 */
public record MentionKey(String subject, String key) {

    /** A key: visible ASCII, which every HTTP client and proxy passes on unchanged (RFC 9110 §5.5). */
    public static final String PATTERN = "[!-~]{1,200}";

    private static final UUID MENTIONS = UUID.fromString("5b0c4d9e-0f5c-4b52-9a53-7f0c6a1e2d48");
    private static final UUID ENTRIES = UUID.fromString("0c1f1d3c-6d5a-4b0e-9d1b-6b1d0a3f5e77");

    private static final int UUID_LENGTH = 36;
    private static final long TIME_AND_VERSION = 0xFFFF_FFFF_FFFF_F000L;
    private static final long VERSION = 0xF000;
    private static final long VERSION_5 = 0x5000;
    private static final long VARIANT = 0xC000_0000_0000_0000L;
    private static final long VARIANT_2 = 0x8000_0000_0000_0000L;

    /** The id of the mention. */
    public UUID id() {
        return id(MENTIONS, subject + '\n' + key);
    }

    /**
     * The id of one of several mentions that one call posted with this key.
     *
     * @param content a digest of the mention
     * @param nth 1 for the first mention of the call with this content
     */
    public UUID idOfEntry(String content, int nth) {
        return id(ENTRIES, subject + '\n' + key + '\n' + content + '\n' + nth);
    }

    /** @param name only the subject can hold a line feed, and it comes first, so that two different names are never equal */
    private UUID id(UUID namespace, String name) {
        UUID hash = hash(namespace, name);
        return isTimeOrdered() ? atTimeOf(UUID.fromString(key), hash) : hash;
    }

    private static UUID hash(UUID namespace, String name) {
        MessageDigest sha1 = sha1();
        sha1.update(ByteBuffer.allocate(2 * Long.BYTES).putLong(namespace.getMostSignificantBits())
                .putLong(namespace.getLeastSignificantBits()).flip());
        ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name.getBytes(UTF_8)));
        return new UUID(hash.getLong() & ~VERSION | VERSION_5, hash.getLong() & ~VARIANT | VARIANT_2);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    private static UUID atTimeOf(UUID key, UUID hash) {
        long high = key.getMostSignificantBits() & TIME_AND_VERSION | hash.getMostSignificantBits() & ~TIME_AND_VERSION;
        return new UUID(high, hash.getLeastSignificantBits());
    }

    private boolean isTimeOrdered() {
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
