package dev.beckon.contracts;

/**
 * Sizes that producers and consumers of a mention must agree on; part of the public schema. Lengths are in UTF-16 code
 * units, as Java and JavaScript count them, unless a limit says otherwise.
 */
public final class Limits {

    /** Larger audiences are split: one record is one unit of retry, and must fit Kafka's 1 MiB with room to spare. */
    public static final int RECIPIENTS_PER_RECORD = 500;

    /** In code points: an emoji is one. The longest id is 1,020 bytes, below what a row of PostgreSQL's index may have. */
    public static final int USER_ID_LENGTH = 255;
    public static final int NAME_LENGTH = 200;
    public static final int SOURCE_TYPE_LENGTH = 64;
    public static final int SOURCE_ID_LENGTH = 200;
    public static final int URL_LENGTH = 2_000;
    public static final int TITLE_LENGTH = 300;
    public static final int EXCERPT_LENGTH = 1_000;

    /**
     * What a user id may look like, for descriptions of the API, in what Java and ECMA-262 have in common;
     * {@link dev.beckon.contracts.rules.TextRules#userId} is the rule itself, and says what is wrong. Any text of one line
     * without blanks at its ends, but neither {@code .} nor {@code ..}: clients take those out of addresses.
     */
    public static final String USER_ID_PATTERN =
            "(?!\\.{1,2}$)[^\\p{Cc}\\p{Cs}\\p{Z}]([^\\p{Cc}\\p{Cs}]*[^\\p{Cc}\\p{Cs}\\p{Z}])?";

    private Limits() {}
}
