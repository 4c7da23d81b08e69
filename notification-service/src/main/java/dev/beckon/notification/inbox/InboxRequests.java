package dev.beckon.notification.inbox;

import dev.beckon.contracts.InboxFilter;
import dev.beckon.contracts.Limits;
import dev.beckon.contracts.Source;
import dev.beckon.contracts.rules.TextRules;
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

    /** A query parameter that is true or false; absent it is false. */
    static boolean flag(String name, @Nullable String value) {
        if (value == null || value.equals("false")) {
            return false;
        }
        if (value.equals("true")) {
            return true;
        }
        throw invalid(name, "must be true or false");
    }

    /** A query parameter that is a text of one line; {@code null} if absent. */
    static @Nullable String line(String name, @Nullable String value, int maxLength) {
        return valid(name, value, value == null ? null : TextRules.line(value, maxLength));
    }

    /** A query parameter that is a user id; {@code null} if absent. */
    static @Nullable String userId(String name, @Nullable String value) {
        return valid(name, value, value == null ? null : TextRules.userId(value));
    }

    /** The query parameter {@code kind}; {@code null} if absent. */
    static @Nullable String kind(@Nullable String value) {
        return valid("kind", value, value == null ? null : TextRules.word(value, Limits.KIND_LENGTH));
    }

    /** The query parameters that name a source, both or neither. */
    static Source.@Nullable Key source(@Nullable String type, @Nullable String id) {
        String validType = line("source_type", type, Limits.SOURCE_TYPE_LENGTH);
        String validId = line("source_id", id, Limits.SOURCE_ID_LENGTH);
        if (validType == null && validId == null) {
            return null;
        }
        if (validType == null || validId == null) {
            throw invalid(validType == null ? "source_type" : "source_id", TextRules.REQUIRED + ": a source has both");
        }
        return new Source.Key(validType, validId);
    }

    /** Whether the query parameter {@code group} asks for groups. There are groups of all notifications in the list, and of the unread ones. */
    static boolean byThread(@Nullable String group, InboxFilter filter, boolean counted) {
        if (group == null) {
            return false;
        }
        if (!group.equals("thread")) {
            throw invalid("group", "must be thread");
        }
        if (counted || !filter.equals(filter.unread() ? InboxFilter.UNREAD : InboxFilter.ALL)) {
            throw invalid("group", "cannot be together with archived, kind, thread, source_type, source_id or count");
        }
        return true;
    }

    private static @Nullable String valid(String name, @Nullable String value, @Nullable String wrong) {
        if (wrong != null) {
            throw invalid(name, wrong);
        }
        return value;
    }

    private static ProblemException invalid(String parameter, String detail) {
        return ProblemException.invalidRequest("/" + parameter, detail);
    }
}
