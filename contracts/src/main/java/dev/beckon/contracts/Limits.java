package dev.beckon.contracts;

/**
 * Sizes that producers and consumers of a mention must agree on; part of the public schema. Lengths are in UTF-16 code
 * units, as Java and JavaScript count them.
 */
public final class Limits {

    /** Larger audiences are split: one record is one unit of retry, and must fit Kafka's 1 MiB with room to spare. */
    public static final int RECIPIENTS_PER_RECORD = 500;

    public static final int USER_ID_LENGTH = 128;
    public static final int NAME_LENGTH = 200;
    public static final int SOURCE_TYPE_LENGTH = 64;
    public static final int SOURCE_ID_LENGTH = 200;
    public static final int URL_LENGTH = 2_000;
    public static final int TITLE_LENGTH = 300;
    public static final int EXCERPT_LENGTH = 1_000;

    /**
     * What a user id may look like: it becomes part of a topic, of a Redis channel and of a URL. No space, comma, quote
     * or control character, because some Phoenix clients cut frames at them.
     */
    public static final String USER_ID_PATTERN = "[A-Za-z0-9._:@+|~-]+";

    private Limits() {}
}
