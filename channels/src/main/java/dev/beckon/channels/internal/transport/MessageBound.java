package dev.beckon.channels.internal.transport;

import dev.beckon.channels.internal.socket.SocketConfig;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Checks at start that one client's largest message is smaller than the bytes that may wait for another client.
 * Otherwise one member's message, broadcast, would close all other members as too slow.
 */
@Startup
@Singleton
public final class MessageBound {

    private final SocketConfig limits;

    MessageBound(SocketConfig limits,
            @ConfigProperty(name = "quarkus.websockets-next.server.max-message-size", defaultValue = "262144") long maxMessageBytes) {
        this.limits = limits;
        require("quarkus.websockets-next.server.max-message-size", maxMessageBytes);
    }

    /**
     * @param key the setting of how many bytes a client may send at once
     * @throws IllegalStateException if one message of that size would exceed a receiver's bound
     */
    public void require(String key, long bytes) {
        long pending = limits.maxPendingBytes().asLongValue();
        if (bytes >= pending) {
            throw new IllegalStateException(("%s is %d, but has to be less than channels.socket.max-pending-bytes, which is %d: "
                    + "one message of that size, broadcast, would close every other member as too slow. Lower the first or raise "
                    + "the second.").formatted(key, bytes, pending));
        }
    }
}
