package dev.beckon.channels.internal.presence;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** Presence. All settings but the node's name must be the same on all nodes. */
@ConfigMapping(prefix = "channels.presence")
public interface PresenceConfig {

    /**
     * A name that this node keeps when it restarts and that no other has, such as a pod's: then the entries of its
     * former run disappear as soon as it is back, instead of after {@code down-timeout}. Unset: a new name at every
     * start.
     */
    Optional<@Size(min = 1, max = 255) String> node();

    /**
     * Number of threads and Redis channels among which topics are divided, so that a busy topic delays only some
     * others.
     */
    @WithDefault("4")
    @Min(1)
    @Max(64)
    int shards();

    /**
     * A topic's changes in this time are one presence_diff, so that a mass join does not cost the square of its size.
     */
    @WithDefault("250ms")
    @DurationMin(millis = 1)
    Duration tick();

    /** Interval of a node's heartbeats, and so the time after which another node notices a lost message. */
    @WithDefault("3s")
    @DurationMin(millis = 10)
    Duration heartbeat();

    /**
     * Silence after which a node's presences are hidden; five heartbeats, so that a pause or a lost few do no harm. It
     * counts only while this node gets its own heartbeats back.
     */
    @WithDefault("15s")
    @DurationMin(millis = 20)
    Duration downTimeout();

    /**
     * Size of one topic's presence_state; at this size further entries are refused. The default is half of a socket's
     * max-pending-bytes, so that a client can receive the state and the changes that follow it.
     */
    @WithDefault("512K")
    MemorySize maxStateBytes();
}
