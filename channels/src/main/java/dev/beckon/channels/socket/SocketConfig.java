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
}
