package dev.beckon.channels;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps a topic to its channel: exact patterns first, then {@code prefix*} in the order in which they were added. */
public final class ChannelRouter {

    /**
     * First character of the topics over which nodes exchange messages; clients cannot join them, whatever the patterns
     * are.
     */
    public static final String RESERVED = "/";

    private final Map<String, Channel> exact;
    private final List<Wildcard> wildcards;

    private ChannelRouter(Map<String, Channel> exact, List<Wildcard> wildcards) {
        this.exact = Map.copyOf(exact);
        this.wildcards = List.copyOf(wildcards);
    }

    private record Wildcard(String prefix, Channel channel) {}

    /** @param subtopic the part of the topic that matched the pattern's {@code *} */
    public record Route(Channel channel, String subtopic) {}

    /** @return {@code null} if no pattern matches */
    public @Nullable Route match(String topic) {
        if (topic.startsWith(RESERVED)) {
            return null;
        }
        Channel channel = exact.get(topic);
        if (channel != null) {
            return new Route(channel, "");
        }
        for (Wildcard wildcard : wildcards) {
            if (topic.startsWith(wildcard.prefix)) {
                return new Route(wildcard.channel, topic.substring(wildcard.prefix.length()));
            }
        }
        return null;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects an application's channels. */
    public static final class Builder {

        private final Map<String, Channel> exact = new HashMap<>();
        private final List<Wildcard> wildcards = new ArrayList<>();

        private Builder() {}

        /**
         * @param pattern a topic, or a prefix and one {@code *} at the end
         * @throws IllegalArgumentException for a {@code *} elsewhere or a pattern that was added before
         */
        public Builder channel(String pattern, Channel channel) {
            int star = pattern.indexOf('*');
            if (star >= 0 && star != pattern.length() - 1) {
                throw new IllegalArgumentException("a * may only end a pattern: " + pattern);
            }
            String prefix = star < 0 ? pattern : pattern.substring(0, star);
            boolean known = star < 0 ? exact.containsKey(pattern) : wildcards.stream().anyMatch(w -> w.prefix.equals(prefix));
            if (known) {
                throw new IllegalArgumentException("two channels for " + pattern);
            }
            if (star < 0) {
                exact.put(pattern, channel);
            } else {
                wildcards.add(new Wildcard(prefix, channel));
            }
            return this;
        }

        public ChannelRouter build() {
            return new ChannelRouter(exact, wildcards);
        }
    }
}
