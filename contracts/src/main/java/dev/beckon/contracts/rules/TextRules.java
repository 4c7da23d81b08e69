package dev.beckon.contracts.rules;

import dev.beckon.contracts.Limits;
import org.jspecify.annotations.Nullable;

/** The rules for single strings. Each gives what is wrong with a string, or {@code null}; none repeats what was sent. */
public final class TextRules {

    private TextRules() {}

    /** Names, titles and the like: one line. */
    public static @Nullable String line(String text, int maxLength) {
        return check(text, text.length(), maxLength, "");
    }

    /** Text of several lines. */
    public static @Nullable String lines(String text, int maxLength) {
        return check(text, text.length(), maxLength, "\n\r\t");
    }

    /**
     * Any text that fits into one line of a log and one part of an address. Its length is counted in characters as people
     * do, and as JSON Schema does: an emoji is one.
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

    private static boolean isBlank(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
    }

    /** Half of a surrogate pair has no UTF-8; PostgreSQL refuses it even as a JSON escape. */
    private static boolean isUnstorable(int codePoint) {
        return Character.getType(codePoint) == Character.SURROGATE;
    }
}
