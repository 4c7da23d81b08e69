package dev.beckon.mention.request;

import dev.beckon.contracts.Limits;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules for single strings. Each rule gives what is wrong with a string, or {@code null}. */
final class Text {

    private static final Pattern USER_ID = Pattern.compile(Limits.USER_ID_PATTERN);
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private Text() {}

    /** Names, titles and the like: one line. */
    static @Nullable String line(String text, int maxLength) {
        return check(text, maxLength, "");
    }

    /** Text of several lines. */
    static @Nullable String lines(String text, int maxLength) {
        return check(text, maxLength, "\n\r\t");
    }

    static @Nullable String userId(String text) {
        if (text.length() > Limits.USER_ID_LENGTH) {
            return tooLong(text, Limits.USER_ID_LENGTH);
        }
        return USER_ID.matcher(text).matches() ? null : "must be a user id: one or more of A-Z a-z 0-9 . _ : @ + | ~ -";
    }

    static @Nullable String url(String text) {
        String wrong = line(text, Limits.URL_LENGTH);
        if (wrong != null) {
            return wrong;
        }
        try {
            URI url = new URI(text);
            return url.getScheme() != null
                            && SCHEMES.contains(url.getScheme().toLowerCase(Locale.ROOT))
                            && url.getHost() != null
                            && url.getRawUserInfo() == null
                    ? null
                    : "must be an absolute http or https URL with a host and without a user name";
        } catch (URISyntaxException e) {
            return "must be a URL; percent-encode spaces, quotes, brackets and the like";
        }
    }

    private static @Nullable String check(String text, int maxLength, String allowedControls) {
        if (text.isBlank()) {
            return "must not be blank";
        }
        if (text.length() > maxLength) {
            return tooLong(text, maxLength);
        }
        return text.codePoints()
                        .anyMatch(c -> unstorable(c) || Character.isISOControl(c) && allowedControls.indexOf(c) < 0)
                ? "must not contain control characters or unpaired surrogates"
                : null;
    }

    private static String tooLong(String text, int maxLength) {
        return "must be at most %d characters long, is %d".formatted(maxLength, text.length());
    }

    /** Half of a surrogate pair has no UTF-8; PostgreSQL refuses it even as a JSON escape. */
    private static boolean unstorable(int codePoint) {
        return Character.getType(codePoint) == Character.SURROGATE;
    }
}
