package dev.beckon.channels.transport;

import dev.beckon.channels.socket.SocketConfig;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What one client may send has to be less than what may wait for another: else a member's single message, broadcast, closes
 * all other members as too slow. Checked when a node starts.
 */
@Startup
@Singleton
public final class MessageBound {

    private final SocketConfig limits;

    MessageBound(SocketConfig limits,
            @ConfigProperty(name = "quarkus.websockets-next.server.max-message-size", defaultValue = "262144")
            long maxMessageBytes) {
        this.limits = limits;
        require("quarkus.websockets-next.server.max-message-size", maxMessageBytes);
    }

    /**
     * @param key that sets how many bytes a client may send at once
     * @throws IllegalStateException if one message of that size would be too much for who receives it
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
