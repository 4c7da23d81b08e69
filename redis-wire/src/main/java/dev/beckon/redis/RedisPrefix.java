package dev.beckon.redis;

/**
 * Makes the name of every Redis channel and key of one system; systems that share a Redis need different prefixes. A channel is the
 * prefix and the topic; in a Redis Cluster the topic's {@link RedisTag} stands between them in braces.
 *
 * @param cluster whether the names are for a Redis Cluster
 */
public record RedisPrefix(String text, boolean cluster) {

    /** The configuration key from which every node and publisher reads the prefix. */
    public static final String KEY = "channels.redis.prefix";

    /** @throws IllegalArgumentException for a brace in the prefix of a cluster, which Redis would take for the tag's */
    public RedisPrefix {
        if (cluster && text.indexOf('{') >= 0) {
            throw new IllegalArgumentException(KEY + " must not contain '{' with a Redis Cluster: " + text);
        }
    }

    /** The prefix in a Redis that is no cluster. */
    public RedisPrefix(String text) {
        this(text, false);
    }

    /** The Redis channel of a topic, or a key of the same name. */
    public String channel(String topic) {
        return cluster ? channel(RedisTag.of(topic), topic) : text + topic;
    }

    /** A channel in the slot of {@code tag}, which need not be the topic's own; for clusters only. */
    public String channel(RedisTag tag, String topic) {
        return text + '{' + tag.text() + '}' + topic;
    }

    /** @param channel a channel under this prefix */
    public String topic(String channel) {
        return channel.substring(cluster ? channel.indexOf('}', text.length()) + 1 : text.length());
    }
}
