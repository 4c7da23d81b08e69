package dev.beckon.contracts.rules;

import dev.beckon.contracts.Limits;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules for single strings. Each returns what is wrong with a string, or {@code null}; none repeats what the sender wrote.
 */
public final class TextRules {

    public static final String REQUIRED = "is required";

    /** Pattern of a word, also for descriptions of the API. */
    public static final String WORD_PATTERN = "[a-z][a-z0-9._-]*";

    private static final Pattern WORD = Pattern.compile(WORD_PATTERN);

    private TextRules() {}

    /** Names, titles and the like: one line. */
    public static @Nullable String line(String text, int maxLength) {
        return check(text, text.length(), maxLength, "");
    }

    /** Text of several lines. */
    public static @Nullable String lines(String text, int maxLength) {
        return check(text, text.length(), maxLength, "\n\r\t");
    }

    /** A stable word that programs compare. */
    public static @Nullable String word(String text, int maxLength) {
        String wrong = line(text, maxLength);
        return wrong != null || WORD.matcher(text).matches()
                ? wrong
                : "must consist of letters from a to z, digits and . _ -, and begin with a letter";
    }

    /**
     * Any text that fits into one line of a log and one segment of a path. Its length is counted in characters as people do, and
     * as JSON Schema does: an emoji is one.
     */
    public static @Nullable String userId(String text) {
        String wrong = check(text, text.codePointCount(0, text.length()), Limits.USER_ID_LENGTH, "");
        if (wrong != null) {
            return wrong;
        }
        if (isBlank(text.codePointAt(0)) || isBlank(text.codePointBefore(text.length()))) {
            return "must not begin or end with a blank";
        }
        return text.equals(".") || text.equals("..")
                ? "must not be . or .., which clients take out of addresses"
                : null;
    }

    public static boolean isUserId(String text) {
        return userId(text) == null;
    }

    /** An address that a browser opens. */
    public static @Nullable String url(String text) {
        String wrong = line(text, Limits.URL_LENGTH);
        return wrong != null ? wrong : UrlRule.check(text);
    }

    private static @Nullable String check(String text, int length, int maxLength, String allowedControls) {
        if (text.codePoints().allMatch(TextRules::isBlank)) {
            return "must not be blank";
        }
        if (length > maxLength) {
            return "must be at most %d characters long, is %d".formatted(maxLength, length);
        }
        return text.codePoints()
                .anyMatch(c -> isUnstorable(c) || Character.isISOControl(c) && allowedControls.indexOf(c) < 0)
                        ? "must not contain control characters or unpaired surrogates"
                        : null;
    }

    /** PostgreSQL stores neither NUL nor half of a surrogate pair, even as an escape in JSON. */
    static boolean isStorable(String text) {
        return text.codePoints().noneMatch(c -> c == 0 || isUnstorable(c));
    }

    private static boolean isBlank(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
    }

    /** Half of a surrogate pair has no UTF-8; PostgreSQL refuses it even as a JSON escape. */
    private static boolean isUnstorable(int codePoint) {
        return Character.getType(codePoint) == Character.SURROGATE;
    }
}
