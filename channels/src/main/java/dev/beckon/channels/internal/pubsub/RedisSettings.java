package dev.beckon.channels.internal.pubsub;

import java.time.Duration;

/** {@link RedisConfig}'s prefix, and settings that are not configurable; tests use shorter times. */
public interface RedisSettings {

    String prefix();

    /**
     * Redis channels in one SUBSCRIBE; large enough to make round trips rare, small enough not to block Redis for long.
     */
    default int subscribeBatch() {
        return 500;
    }

    /** Broadcasts that wait for one Redis; one more is dropped for the other nodes. A few seconds' worth. */
    default int maxQueuedBroadcasts() {
        return 10_000;
    }

    /** Longest wait until Redis has answered a connection's greeting; the client itself would wait forever. */
    default Duration connectTimeout() {
        return Duration.ofSeconds(5);
    }

    /** Longest wait of a join for Redis's confirmation; below the 10 s after which clients give a join up. */
    default Duration subscribeTimeout() {
        return Duration.ofSeconds(2);
    }

    /**
     * Longest wait of a caller that wants to know whether its broadcast left the node; the broadcast itself waits on.
     */
    default Duration publishTimeout() {
        return Duration.ofSeconds(2);
    }

    /**
     * Interval at which a node sends itself a message through Redis; three missing in a row mean a dead subscription.
     */
    default Duration heartbeat() {
        return Duration.ofSeconds(5);
    }

    /** First pause before a reconnection to Redis; doubles, with jitter, up to {@link #reconnectMax}. */
    default Duration reconnectMin() {
        return Duration.ofMillis(100);
    }

    /** Longest such pause; bounds the time until a node notices that Redis is back. */
    default Duration reconnectMax() {
        return Duration.ofSeconds(2);
    }
}
