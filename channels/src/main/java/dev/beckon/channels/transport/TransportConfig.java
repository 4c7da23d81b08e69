package dev.beckon.channels.transport;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** From where clients may connect. */
@ConfigMapping(prefix = "channels.transport")
public interface TransportConfig {

    /**
     * Web pages that may connect, such as {@code https://app.example.com} or {@code //*.example.com}, or {@code *} for all.
     * Scheme, host and port are compared: {@code https://app.example.com} is port 443, {@code https://app.example.com:*} any.
     * Unset: only pages from the host that the client connects to. Clients that are no browsers name no origin and may.
     */
    Optional<List<String>> allowedOrigins();

    /**
     * Whether a WebSocket's messages go past WebSockets Next and Vert.x, from and to Netty, which takes less processor time
     * (docs/performance.md). Answers go the long way if the pipeline is not as expected; false sends all that way.
     */
    @WithDefault("true")
    boolean direct();
}
