package dev.beckon.mention;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.StringArgGenerator;
import java.util.UUID;

/**
 * A mention's id as a function of who posts it, the {@link IdempotencyKey} and the place in the list: a repeated call
 * makes the same ids on any instance, without a memory of earlier calls, and the keys of two callers never meet.
 *
 * <p>The id is a UUIDv5 (RFC 9562 §5.5). If the key itself is a UUIDv7, as ours are, the id is one too: the key's time
 * followed by bits of that hash (RFC 9562 §5.7 leaves them to us). Ids in time order halve the cost of PostgreSQL's
 * index.
 */
final class MentionIds {

    private static final StringArgGenerator BY_NAME =
            Generators.nameBasedGenerator(UUID.fromString("0c1f1d3c-6d5a-4b0e-9d1b-6b1d0a3f5e77"));

    private static final long TIME_AND_VERSION = 0xFFFF_FFFF_FFFF_F000L;
    private static final int UUID_LENGTH = 36;

    private MentionIds() {}

    /** @param subject of the caller's token */
    static UUID of(String subject, IdempotencyKey key, int index) {
        // Neither the key nor the index can hold a line feed, so two different triples never make the same name.
        UUID hash = BY_NAME.generate(subject + '\n' + key.value() + '\n' + index);
        return isTimeOrdered(key.value()) ? atTimeOf(UUID.fromString(key.value()), hash) : hash;
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
