package dev.beckon.channels.internal.pubsub;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Pub/sub between nodes. The address of Redis is configured with {@code quarkus.redis.*}. */
@ConfigMapping(prefix = "channels.redis")
public interface RedisConfig {

    /** False: one node alone, without Redis. */
    @WithDefault("true")
    boolean enabled();

    /** Prefix of every topic's Redis channel; systems that share a Redis need different ones. */
    @WithDefault("channels:")
    String prefix();
}
