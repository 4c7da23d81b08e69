package dev.beckon.contracts;

import java.util.regex.Pattern;

/**
 * A change's origin, for metrics, traces and logs alone. In the headers of an {@link InboxFrame} it is {@code at=MILLIS}, {@code
 * trace=TRACEPARENT} and {@code mention=ID}; unknown ones are left out.
 *
 * @param acceptedAtMillis the record's time in Kafka, since 1970, by the clock of the producer or the broker; 0: unknown
 * @param traceparent of the span that publishes the frame (W3C Trace Context, §3.2); empty: it is not traced
 * @param mention its id; empty: the change is the owner's own, or the frame of an earlier release
 */
public record Trail(long acceptedAtMillis, String traceparent, String mention) {

    public static final Trail NONE = new Trail(0, "", "");

    /** The attribute of spans with the mention's id, by which all of its traces are found; several ids have commas between them. */
    public static final String MENTION_ATTRIBUTE = "beckon.mention.id";

    private static final String AT = " at=";
    private static final String TRACE = " trace=";
    private static final String MENTION = " mention=";
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** Reads the headers of a frame; an absent or malformed value counts as unknown. */
    public static Trail parse(String headers) {
        return new Trail(acceptedAt(headers), value(headers, TRACE, TRACEPARENT), mention(headers));
    }

    /** Reads {@link #acceptedAtMillis} alone. */
    public static long acceptedAt(String headers) {
        try {
            String at = value(headers, AT);
            return at.isEmpty() ? 0 : Math.max(0, Long.parseLong(at));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Reads {@link #mention} alone. */
    public static String mention(String headers) {
        return value(headers, MENTION, UUID);
    }

    /** Whether {@link #parse} may find a traceparent; cheap. */
    public static boolean isTraced(String headers) {
        return headers.contains(TRACE);
    }

    /** The text to append to the headers. */
    String encode() {
        return (acceptedAtMillis > 0 ? AT + acceptedAtMillis : "") + (traceparent.isEmpty() ? "" : TRACE + traceparent)
                + (mention.isEmpty() ? "" : MENTION + mention);
    }

    private static String value(String headers, String name, Pattern valid) {
        String value = value(headers, name);
        return valid.matcher(value).matches() ? value : "";
    }

    private static String value(String headers, String name) {
        int start = headers.indexOf(name);
        if (start < 0) {
            return "";
        }
        int end = headers.indexOf(' ', start + name.length());
        return headers.substring(start + name.length(), end < 0 ? headers.length() : end);
    }
}
