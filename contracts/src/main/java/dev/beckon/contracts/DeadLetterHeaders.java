package dev.beckon.contracts;

/**
 * Kafka headers of a dead letter: notification-service adds them to the original ones, and the operator's tool reads them.
 * mention-service's router sets those of the origin on a record that it cannot read, since it passes the record on.
 */
public final class DeadLetterHeaders {

    /** Prefix of each header that notification-service adds. */
    public static final String PREFIX = "dlq-";

    /** One sentence: why notification-service could not store the record. */
    public static final String REASON = "dlq-reason";

    /** {@code unreadable}: the bytes are no valid mention; {@code refused}: PostgreSQL refused the rows; {@code
     * conflict}: the id belongs to a mention with another text. */
    public static final String CAUSE = "dlq-cause";

    /** The record's original Kafka topic. */
    public static final String TOPIC = "dlq-topic";

    public static final String PARTITION = "dlq-partition";
    public static final String OFFSET = "dlq-offset";

    /** The original record's time, milliseconds since 1970. */
    public static final String TIMESTAMP = "dlq-timestamp";

    /**
     * Set when the record did not fit with its headers: it then has no key and no value, and the origin headers locate the
     * original.
     */
    public static final String TRUNCATED = "dlq-truncated";

    /** On a replayed record: the dead letter it comes from. It stays if the record becomes a dead letter again. */
    public static final String REPLAY_OF = "replay-of";

    private DeadLetterHeaders() {}
}
