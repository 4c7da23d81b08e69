package dev.beckon.testclients.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client's connection over either transport. */
public interface Connection extends AutoCloseable {

    /** Sends these at once: in one write, or in one batch. */
    void send(List<WireMessage> messages) throws IOException;

    /** The next message, a {@link WireMessage.Close} if the connection has ended, or {@code null} if no message came in time. */
    @Nullable
    WireMessage next(Duration patience) throws InterruptedException;

    /** Ends the connection like a lost network: without a close frame. */
    void cut();

    @Override
    default void close() {
        cut();
    }
}
