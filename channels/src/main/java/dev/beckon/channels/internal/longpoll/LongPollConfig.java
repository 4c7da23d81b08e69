package dev.beckon.channels.internal.longpoll;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** Long polling and its limits for clients. */
@ConfigMapping(prefix = "channels.longpoll")
public interface LongPollConfig {

    /** Off: {@code /socket/longpoll} has no route. On by default, because some networks still break WebSockets. */
    @WithDefault("true")
    boolean enabled();

    /**
     * Longest time that a poll waits for a message, a POST for its callbacks, and the server for the rest of a body.
     * Same default as Phoenix.
     */
    @WithDefault("10s")
    @DurationMin(millis = 1)
    Duration window();

    /**
     * Key that signs session tokens, the same on all nodes. Unset: random, and a poll on another node opens a new
     * session.
     */
    Optional<@Size(min = 32) String> secret();

    /**
     * Bytes in one POST; more are answered 413. The same bound as for a WebSocket message, and less than {@code
     * channels.socket.max-pending-bytes}: a message that one member broadcasts must fit into the other members' pending
     * bytes.
     */
    @WithDefault("256K")
    MemorySize maxBody();

    /**
     * Bytes of all POSTs in progress on one node; one more is answered 429 before its body is read. The default is 64
     * of the largest POSTs, and with their copies a small part of a heap of 256 MB.
     */
    @WithDefault("16M")
    MemorySize maxBodyBytes();

    /**
     * POSTs of one session in progress on one node; one more is answered 429. Since 1.7 phoenix.js sends one after the
     * other; earlier versions send one for each message at once, and a page may rejoin 100 channels.
     */
    @WithDefault("256")
    @Min(1)
    int maxPosts();

    /**
     * Requests of this node that wait for other nodes; one more is answered 500. The default is the number of polls on
     * a full node.
     */
    @WithDefault("50000")
    @Min(1)
    int maxRelayed();
}
