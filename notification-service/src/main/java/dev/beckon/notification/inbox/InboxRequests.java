package dev.beckon.notification.inbox;

import dev.beckon.http.ProblemException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Query parameters. Each method throws {@link ProblemException} if the parameter is invalid. */
final class InboxRequests {

    /** Long.parseLong also accepts a sign, and digits of every script. */
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,19}");

    private InboxRequests() {}

    /** A query parameter that is a whole number; {@code null} if absent. */
    static @Nullable Long count(String name, @Nullable String value, long min, long max) {
        if (value == null) {
            return null;
        }
        try {
            long count = DIGITS.matcher(value).matches() ? Long.parseLong(value) : -1;
            if (count >= min && count <= max) {
                return count;
            }
        } catch (NumberFormatException e) {
            // refused below, like a number out of range
        }
        throw invalid(name, max == Long.MAX_VALUE
                ? "is not a whole number from " + min
                : "is not a whole number from " + min + " to " + max);
    }

    /** A query parameter that is a UUID; {@code null} if absent. */
    static @Nullable UUID uuid(String name, @Nullable String value) {
        if (value == null) {
            return null;
        }
        try {
            UUID uuid = UUID.fromString(value);
            if (uuid.toString().equalsIgnoreCase(value)) {
                return uuid;
            }
        } catch (IllegalArgumentException e) {
            // refused below
        }
        throw invalid(name, "must be a UUID");
    }

    private static ProblemException invalid(String parameter, String detail) {
        return ProblemException.invalidRequest("/" + parameter, detail);
    }
}
