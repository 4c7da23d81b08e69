package dev.beckon.channels.socket;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Limits of one connection. */
@ConfigMapping(prefix = "channels.socket")
public interface SocketConfig {

    /** Silence after which a connection is closed. Twice the 30 s at which phoenix.js sends heartbeats. */
    @WithDefault("60s")
    @DurationMin(millis = 1)
    Duration idleTimeout();

    /** Topics one connection may have joined at a time; a further join is refused. Same default as Phoenix. */
    @WithDefault("100")
    @Min(1)
    int maxChannels();

    /**
     * Joins of one connection; beyond {@link #joinBurst} one more is refused. Phoenix has no such limit, so the default stops
     * runaway clients only; an application whose joins are dear sets it to what its pages need.
     */
    @WithDefault("200")
    @Min(1)
    int maxJoinsPerSecond();

    /**
     * So many at once: all topics of a client, ten times over. Also how many channels of a connection may have ended while
     * their last callback still runs.
     */
    @WithDefault("1000")
    @Min(1)
    int joinBurst();

    /**
     * Messages, their fragments, pings and pongs of one connection; beyond {@link #messageBurst} it is closed. Far above what people type and pages
     * send, and some hundredths of a core at most. Phoenix has no such limit.
     */
    @WithDefault("1000")
    @Min(1)
    int maxMessagesPerSecond();

    /** So many at once: phoenix.js sends what it has kept while it was away in one go. */
    @WithDefault("10000")
    @Min(1)
    int messageBurst();

    /** On this node; one more is refused before the upgrade. What fits into 4 GB with a channel or two for each. */
    @WithDefault("100000")
    @Min(1)
    int maxConnections();

    /**
     * With the same id on this node; one more is refused before the upgrade. A tenth of the node for programs that share one
     * user; where users are people, 50 are enough.
     */
    @WithDefault("10000")
    @Min(1)
    int maxConnectionsPerUser();

    /**
     * Clients at a time whose first join is not answered yet. Phoenix has no such limit, so the default is a whole crowd; an
     * application whose joins are dear sets it to what it answers within a second or two.
     */
    @WithDefault("10000")
    @Min(1)
    int maxNewcomers();

    /** Upgrades that wait for the place of a newcomer, a connection and a kilobyte each; one more is refused at once. */
    @WithDefault("20000")
    @Min(0)
    int maxWaitingNewcomers();

    /**
     * How long an upgrade waits for its place, and how long a client keeps it that joins nothing. Below the 10 s after which
     * clients give up an upgrade or a join.
     */
    @WithDefault("5s")
    @DurationMin(millis = 1)
    Duration newcomerTimeout();

    /** Messages waiting for a callback of one channel; one more ends that channel with phx_error. */
    @WithDefault("256")
    @Min(1)
    int maxQueuedMessages();

    /** Bytes waiting for a slow client; beyond it the connection is closed, so that one client cannot fill the heap. */
    @WithDefault("1M")
    MemorySize maxPendingBytes();

    /** How long a client may take to answer a close; then its TCP connection is cut, as a stuck one never answers. */
    @WithDefault("5s")
    @DurationMin(millis = 1)
    Duration closeTimeout();

    /**
     * When the node stops, over how long its connections are closed. Clients come back at once and without jitter, so this
     * alone spreads the load on the other nodes. 0: all at once.
     */
    @WithDefault("20s")
    @DurationMin(millis = 0)
    Duration drainWindow();
}
