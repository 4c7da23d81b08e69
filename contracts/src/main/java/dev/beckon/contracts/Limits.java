package dev.beckon.contracts;

import java.time.Duration;

/**
 * Sizes that producers and consumers of a mention must agree on; part of the public schema. Lengths are in UTF-16 code units, as
 * Java and JavaScript count them, unless a limit states another unit.
 */
public final class Limits {

    /** Larger audiences are split: one record is one unit of retry, and must fit Kafka's 1 MiB with room to spare. */
    public static final int RECIPIENTS_PER_RECORD = 500;

    /**
     * Recipients of one posted mention, before duplicates are removed. Larger audiences come in several calls, or are
     * announcements.
     */
    public static final int RECIPIENTS_PER_MENTION = 10_000;

    /** Mentions in one call: enough for one batch of a product team's outbox, few enough to answer within the deadline. */
    public static final int MENTIONS_PER_CALL = 100;

    /** How far {@code occurredAt} may lie in the future: clocks and time zones of product teams are sometimes wrong. */
    public static final Duration MAX_AHEAD = Duration.ofHours(24);

    /** In code points: an emoji is one. The longest id is 1,020 bytes, below the limit of a row in PostgreSQL's index. */
    public static final int USER_ID_LENGTH = 255;
    public static final int NAME_LENGTH = 200;
    public static final int SOURCE_TYPE_LENGTH = 64;
    public static final int SOURCE_ID_LENGTH = 200;
    public static final int URL_LENGTH = 2_000;
    public static final int TITLE_LENGTH = 300;
    public static final int EXCERPT_LENGTH = 1_000;
    public static final int KIND_LENGTH = 64;
    public static final int THREAD_LENGTH = 200;

    /** Bytes of UTF-8, without blanks: enough for the product's ids and flags; texts belong behind the source's URL. */
    public static final int DATA_BYTES = 2_048;

    /**
     * A user id's pattern for descriptions of the API, in the common syntax of Java and ECMA-262; {@link
     * dev.beckon.contracts.rules.TextRules#userId} is the rule itself, and explains what is wrong. Allows any text of one line
     * without blanks at its ends, but neither {@code .} nor {@code ..}: clients take those out of addresses.
     */
    public static final String USER_ID_PATTERN = "(?!\\.{1,2}$)[^\\p{Cc}\\p{Cs}\\p{Z}]([^\\p{Cc}\\p{Cs}]*[^\\p{Cc}\\p{Cs}\\p{Z}])?";

    private Limits() {}
}
