package dev.beckon.notification.inbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The conditions by which statements leave out people whose data was erased. The table {@code erased} has them by SHA-256 of their
 * id, so that it names nobody. While it is empty, which each statement finds out once, nothing is hashed.
 */
final class Erased {

    /** Whether anybody was erased. */
    static final String ANY = "(SELECT EXISTS (SELECT FROM erased))";

    private static final String PERSON = "sha256(convert_to(%s, 'UTF8'))";

    /**
     * The epoch of the lane {@code ?1}, if it is here, and the revision of the user {@code ?2} who has no inbox: 0, or that from which
     * the inbox goes on, if it was erased.
     */
    static final String NO_INBOX = "SELECT l.epoch, coalesce((" + rev("?2") + "), 0) AS rev FROM lane l"
            + " WHERE l.number = ?1 AND l.moved_to IS NULL";

    /**
     * Taken by each transaction that may make inboxes, before it looks who was erased; {@link #ALONE} waits for those that have looked.
     * Not a lock of the table, which a backup holds for hours.
     */
    static final String WITH_OTHERS = "SELECT pg_advisory_xact_lock_shared(7310293)";

    /** Taken by a transaction that changes who was erased, and whether an erased inbox is there. Others wait, so it must be short. */
    static final String ALONE = "SELECT pg_advisory_xact_lock(7310293)";

    private Erased() {}

    /**
     * Whether what happened at {@code time} happened before one of these people was erased.
     *
     * @param people expressions of the statement
     */
    static String isErased(String time, String... people) {
        StringBuilder hashes = new StringBuilder();
        for (String person : people) {
            hashes.append(hashes.isEmpty() ? "" : ", ").append(PERSON.formatted(person));
        }
        return "CASE WHEN " + ANY + " THEN EXISTS (SELECT FROM erased e WHERE e.person IN (" + hashes + ") AND e.erased_at >= " + time
                + " OFFSET 0) ELSE false END";
    }

    /** The revision from which the inbox of an erased person goes on, so that it never falls behind what a device has; no row: 0. */
    static String rev(String person) {
        return "SELECT e.rev FROM erased e WHERE " + ANY + " AND e.person = " + PERSON.formatted(person) + " OFFSET 0";
    }

    /** What the table has of a person. */
    static byte[] hash(String person) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(person.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
