package dev.beckon.channels.internal.socket;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Limits of one connection and of the node. */
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

    /** Other topics that one member may be subscribed to; one more fails. As many as the channels of a socket. */
    @WithDefault("100")
    @Min(0)
    int maxSubscriptions();

    /**
     * Joins per second of one connection, sustained; beyond {@link #joinBurst} one more is refused. Phoenix has no such
     * limit, so the default stops runaway clients only; an application with expensive joins sets it to the number that
     * its pages need.
     */
    @WithDefault("200")
    @Min(1)
    int maxJoinsPerSecond();

    /**
     * Joins of one connection at once: all topics of a client, ten times over. Also bounds the channels of a connection
     * that have ended while their last callback still runs.
     */
    @WithDefault("1000")
    @Min(1)
    int joinBurst();

    /**
     * Messages, fragments, pings and pongs per second of one connection, sustained; beyond {@link #messageBurst} it is
     * closed. The default is far above the rate at which people type and pages send, and costs some hundredths of a
     * core at most. Phoenix has no such limit.
     */
    @WithDefault("1000")
    @Min(1)
    int maxMessagesPerSecond();

    /**
     * Messages of one connection at once: after an interruption phoenix.js sends all the messages that it has queued
     * together.
     */
    @WithDefault("10000")
    @Min(1)
    int messageBurst();

    /**
     * Connections on this node; one more is refused before the upgrade. The default fits into 4 GB with a channel or
     * two for each.
     */
    @WithDefault("100000")
    @Min(1)
    int maxConnections();

    /**
     * Connections with the same id on this node; one more is refused before the upgrade. The default, a tenth of the
     * node, is for programs that share one user; where users are people, 50 are enough.
     */
    @WithDefault("10000")
    @Min(1)
    int maxConnectionsPerUser();

    /**
     * Clients on this node whose first join is pending. Phoenix has no such limit, so the default admits a whole crowd;
     * an application with expensive joins sets it to the number that it answers within a second or two.
     */
    @WithDefault("10000")
    @Min(1)
    int maxNewcomers();

    /** Bytes waiting for a slow client; beyond it the connection is closed, so that one client cannot fill the heap. */
    @WithDefault("1M")
    MemorySize maxPendingBytes();

    /**
     * Longest wait for a client to answer a close; then its TCP connection is cut, because a stuck client never
     * answers.
     */
    @WithDefault("5s")
    @DurationMin(millis = 1)
    Duration closeTimeout();

    /**
     * Time over which the connections of a stopping node are closed. Clients reconnect at once and without jitter, so
     * this alone spreads the load on the other nodes. 0: all at once.
     */
    @WithDefault("20s")
    @DurationMin(millis = 0)
    Duration drainWindow();
}
