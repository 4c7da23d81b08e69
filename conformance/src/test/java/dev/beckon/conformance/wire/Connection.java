package dev.beckon.conformance.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client's connection over either transport. */
public interface Connection extends AutoCloseable {

    /** Sends these at once: in one write, or in one batch. */
    void send(List<Message> messages) throws IOException;

    /** The next that came, a {@link Message.Close} if nothing more will, or {@code null} if nothing came in time. */
    @Nullable Message next(Duration patience) throws InterruptedException;

    /** As a lost network: the server gets no farewell. */
    void cut();

    @Override
    default void close() {
        cut();
    }
}
