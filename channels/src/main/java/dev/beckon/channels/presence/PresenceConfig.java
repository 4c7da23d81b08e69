package dev.beckon.channels.presence;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** Who is here. All of it must be the same on all nodes, but the node's name. */
@ConfigMapping(prefix = "channels.presence")
public interface PresenceConfig {

    /**
     * A name that this node keeps when it restarts and that no other has, such as a pod's: then what it tracked before goes
     * as soon as it is back, and not only when it has been silent for too long. Unset: another one at every start.
     */
    Optional<@Size(min = 1, max = 255) String> node();

    /** Topics are divided among so many threads and Redis channels, so that a busy topic holds up only some others. */
    @WithDefault("4")
    @Min(1)
    @Max(64)
    int shards();

    /** A topic's changes in this time are one presence_diff, so that a mass join does not cost the square of its size. */
    @WithDefault("250ms")
    @DurationMin(millis = 1)
    Duration tick();

    /** How often a node says that it is alive, and so how soon another notices that it has missed something. */
    @WithDefault("3s")
    @DurationMin(millis = 10)
    Duration heartbeat();

    /** Silence after which a node's presences are hidden; five heartbeats, so that a pause or a lost few do no harm. */
    @WithDefault("15s")
    @DurationMin(millis = 20)
    Duration downTimeout();

    /** Silence after which they are forgotten, and would have to be told again; Phoenix's default. */
    @WithDefault("20m")
    @DurationMin(millis = 30)
    Duration forgetTimeout();

    /** One meta as JSON; it is sent to every member of the topic, and kept on every node. */
    @WithDefault("1K")
    MemorySize maxMetaBytes();

    /**
     * One topic's presence_state; beyond it nobody more is tracked. Half of a socket's max-pending-bytes, so that a client
     * can be told the state and what changes meanwhile.
     */
    @WithDefault("512K")
    MemorySize maxStateBytes();

    /** How long {@link PresenceFetch} may take; then members are told without what it adds. */
    @WithDefault("5s")
    @DurationMin(millis = 1)
    Duration fetchTimeout();

    /** Calls of this node waiting for one shard; one more is refused. What a shard does in about a second. */
    @WithDefault("50000")
    @Min(1)
    int maxQueuedCalls();
}
