package dev.beckon.gateway.admin;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.stream.Stream;

/** The topics that callers may broadcast to from outside. The system's own topics are never among them. */
public final class BroadcastTopics {

    private static final int MAX_LENGTH = 200;
    /** Excludes comma, quote, space and control characters: some Phoenix clients cut frames at them. */
    static final String FORM = "[A-Za-z0-9._:@+|~-]{1," + MAX_LENGTH + "}";
    private static final List<String> OWN = List.of("users_socket:", "phx_", "phoenix", "/");

    private final List<String> patterns;

    /** Broadcasts from outside any channel. */
    @ConfigMapping(prefix = "gateway.admin")
    public interface Config {

        /**
         * Topics that callers may broadcast to, each a topic or a prefix and {@code *}. Inboxes and the system's own topics are not
         * allowed: only the system itself sends there.
         */
        @WithDefault("room:*")
        List<String> broadcastTopics();
    }

    /**
     * @param inboxPrefix prefix of the inboxes' topics
     * @throws IllegalArgumentException for a pattern with a star before its end, or one that matches the system's own topics
     */
    BroadcastTopics(List<String> patterns, String inboxPrefix) {
        this.patterns = List.copyOf(patterns);
        for (String pattern : patterns) {
            String prefix = prefix(pattern);
            if (prefix.contains("*") || Stream.concat(Stream.of(inboxPrefix), OWN.stream()).anyMatch(own -> own.startsWith(prefix) || prefix
                    .startsWith(own))) {
                throw new IllegalArgumentException("gateway.admin.broadcast-topics may not have " + pattern);
            }
        }
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
