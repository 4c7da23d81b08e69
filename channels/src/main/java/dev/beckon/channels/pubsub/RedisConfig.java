package dev.beckon.channels.pubsub;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Pub/sub between nodes. Where Redis is, is configured with {@code quarkus.redis.*}. */
@ConfigMapping(prefix = "channels.redis")
public interface RedisConfig {

    /** False: one node alone, without Redis. */
    @WithDefault("true")
    boolean enabled();

    /** In front of every topic to make its Redis channel; systems that share a Redis need different ones. */
    @WithDefault("channels:")
    String prefix();

    /** Redis channels in one SUBSCRIBE; large enough to make round trips rare, small enough not to hold up Redis. */
    @WithDefault("500")
    @Min(1)
    int subscribeBatch();

    /** Broadcasts waiting for Redis to take them; one more is dropped for the other nodes. A few seconds' worth. */
    @WithDefault("10000")
    @Min(1)
    int maxQueuedBroadcasts();

    /** How long a connection may take until Redis has answered its greeting; the client itself would wait for ever. */
    @WithDefault("5s")
    @DurationMin(millis = 1)
    Duration connectTimeout();

    /** How long a join waits for Redis to confirm; below the 10 s after which clients give a join up. */
    @WithDefault("2s")
    @DurationMin(millis = 1)
    Duration subscribeTimeout();

    /** How often a node sends itself a message through Redis; three missing in a row mean a dead subscription. */
    @WithDefault("5s")
    @DurationMin(millis = 1)
    Duration heartbeat();

    /** First pause before Redis is tried again; doubles, with jitter, up to {@link #reconnectMax}. */
    @WithDefault("100ms")
    @DurationMin(millis = 1)
    Duration reconnectMin();

    /** Longest such pause; it bounds how long a returned Redis goes unnoticed. */
    @WithDefault("2s")
    @DurationMin(millis = 1)
    Duration reconnectMax();
}
