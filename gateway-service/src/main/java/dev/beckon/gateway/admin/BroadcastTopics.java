package dev.beckon.gateway.admin;

import java.util.List;
import java.util.regex.Pattern;

/** Where others may broadcast to. What looks like one of the system's own topics is never among them. */
final class BroadcastTopics {

    private static final int MAX_LENGTH = 200;
    /** No comma, quote, space or control character, at which some Phoenix clients cut frames. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:@+|~-]{1," + MAX_LENGTH + "}");
    private static final List<String> OWN = List.of("notifications:", "users_socket:", "phx_", "phoenix", "/");

    private final List<String> patterns;

    /** @throws IllegalArgumentException for a pattern with a star elsewhere than at its end, or that reaches our own topics */
    BroadcastTopics(List<String> patterns) {
        this.patterns = List.copyOf(patterns);
        for (String pattern : patterns) {
            String prefix = prefix(pattern);
            if (prefix.contains("*") || OWN.stream().anyMatch(own -> own.startsWith(prefix) || prefix.startsWith(own))) {
                throw new IllegalArgumentException("gateway.admin.broadcast-topics may not have " + pattern);
            }
        }
    }

    static boolean isTopic(String topic) {
        return FORM.matcher(topic).matches();
    }

    boolean allow(String topic) {
        return patterns.stream().anyMatch(pattern -> pattern.endsWith("*")
                ? topic.startsWith(prefix(pattern))
                : topic.equals(pattern));
    }

    private static String prefix(String pattern) {
        return pattern.endsWith("*") ? pattern.substring(0, pattern.length() - 1) : pattern;
    }
}
