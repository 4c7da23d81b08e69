package dev.beckon.channels.internal.presence;

import dev.beckon.channels.Presence;
import dev.beckon.channels.internal.presence.ClusterPresence.PresenceLimits;
import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;

/** A configuration for tests that make their own {@link Presence}. */
record PresenceSettings(Optional<String> node, int shards, Duration tick, Duration heartbeat, Duration downTimeout,
        Duration forgetTimeout, MemorySize maxMetaBytes, MemorySize maxStateBytes, Duration fetchTimeout,
        int maxQueuedCalls) implements PresenceConfig {

    static PresenceSettings of(PresenceConfig config) {
        return new PresenceSettings(config.node(), config.shards(), config.tick(), config.heartbeat(), config.downTimeout(),
                PresenceLimits.DEFAULT.forgetTimeout(), bytes(PresenceLimits.DEFAULT.maxMetaBytes()), config.maxStateBytes(),
                PresenceLimits.DEFAULT.fetchTimeout(), PresenceLimits.DEFAULT.maxQueuedCalls());
    }

    PresenceLimits limits() {
        return new PresenceLimits(forgetTimeout, (int) maxMetaBytes.asLongValue(), fetchTimeout, maxQueuedCalls);
    }

    /** Timings so short that tests need not wait long, yet long enough that a slow node does not count as dead. */
    static PresenceSettings fast() {
        return new PresenceSettings(Optional.empty(), 2, Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofMillis(2_500),
                Duration.ofSeconds(60), bytes(1_024), bytes(10_000_000), Duration.ofSeconds(5), 100_000);
    }

    PresenceSettings withNode(String name) {
        return new PresenceSettings(Optional.of(name), shards, tick, heartbeat, downTimeout, forgetTimeout, maxMetaBytes,
                maxStateBytes, fetchTimeout, maxQueuedCalls);
    }

    PresenceSettings withShards(int count) {
        return new PresenceSettings(node, count, tick, heartbeat, downTimeout, forgetTimeout, maxMetaBytes, maxStateBytes,
                fetchTimeout, maxQueuedCalls);
    }

    PresenceSettings withTick(Duration period) {
        return new PresenceSettings(node, shards, period, heartbeat, downTimeout, forgetTimeout, maxMetaBytes, maxStateBytes,
                fetchTimeout, maxQueuedCalls);
    }

    PresenceSettings withMaxStateBytes(long bytes) {
        return new PresenceSettings(node, shards, tick, heartbeat, downTimeout, forgetTimeout, maxMetaBytes, bytes(bytes),
                fetchTimeout, maxQueuedCalls);
    }

    PresenceSettings withTimeouts(Duration beat, Duration down, Duration forget) {
        return new PresenceSettings(node, shards, tick, beat, down, forget, maxMetaBytes, maxStateBytes, fetchTimeout,
                maxQueuedCalls);
    }

    PresenceSettings withMaxQueuedCalls(int calls) {
        return new PresenceSettings(node, shards, tick, heartbeat, downTimeout, forgetTimeout, maxMetaBytes, maxStateBytes,
                fetchTimeout, calls);
    }

    PresenceSettings withFetchTimeout(Duration timeout) {
        return new PresenceSettings(node, shards, tick, heartbeat, downTimeout, forgetTimeout, maxMetaBytes, maxStateBytes,
                timeout, maxQueuedCalls);
    }

    private static MemorySize bytes(long count) {
        return new MemorySize(BigInteger.valueOf(count));
    }
}
