package dev.beckon.channels.transport.longpoll;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** Long polling, and the bounds of what a client can ask of it. */
@ConfigMapping(prefix = "channels.longpoll")
public interface LongPollConfig {

    /** Off: {@code /socket/longpoll} is not there. On because networks that break WebSockets still exist. */
    @WithDefault("true")
    boolean enabled();

    /** How long a poll waits for a message, a POST for its callbacks, and a body for its end. Same default as Phoenix. */
    @WithDefault("10s")
    @DurationMin(millis = 1)
    Duration window();

    /** Signs session tokens, the same on all nodes. Unset: random, and a poll on another node opens a new session. */
    Optional<@Size(min = 32) String> secret();

    /** How old a session may become; then its client opens another. Same default as Phoenix's tokens: two weeks. */
    @WithDefault("14d")
    @DurationMin(millis = 1)
    Duration tokenMaxAge();

    /**
     * Bytes in one POST; more are answered 413. The same as a WebSocket message may have, and less than
     * {@code channels.socket.max-pending-bytes}: what one member broadcasts must fit into what waits for the others.
     */
    @WithDefault("256K")
    MemorySize maxBody();

    /**
     * Bytes of all POSTs under way on one node; one more is answered 429 before its body is read. 64 of the largest, and with
     * their copies a small part of a heap of 256 MB.
     */
    @WithDefault("16M")
    MemorySize maxBodyBytes();

    /**
     * The same for the POSTs of one user, so that one user cannot take what is there for all: four of the largest. A client
     * without an id counts as a user of its own.
     */
    @WithDefault("1M")
    MemorySize maxBodyBytesPerUser();

    /** Lines in one POST; one more ends the session. phoenix.js sends at most 100. */
    @WithDefault("100")
    @Min(1)
    int maxBatchLines();

    /**
     * POSTs of one session under way on one node; one more is answered 429. Since 1.7 phoenix.js sends one after the other;
     * before, one for each message at once, and a page may rejoin 100 channels.
     */
    @WithDefault("256")
    @Min(1)
    int maxPosts();

    /** How long another node may take to show that it has a session; then it counts as gone. Phoenix's pubsub_timeout_ms. */
    @WithDefault("2s")
    @DurationMin(millis = 1)
    Duration relayTimeout();

    /** Requests of this node that wait for other nodes; one more is answered 500. As many as polls of a full node. */
    @WithDefault("50000")
    @Min(1)
    int maxRelayed();
}
