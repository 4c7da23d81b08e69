package dev.beckon.channels.socket;

import dev.beckon.channels.protocol.Frame;
import dev.beckon.channels.pubsub.EventLoop;

/** What a socket needs of the transport under it. Called on {@link #loop} only. */
public interface SocketConnection {

    /** For logs. */
    String id();

    EventLoop loop();

    /** Queues {@code frame} after those before it; does nothing once closed. Beyond the bound it closes the connection. */
    void send(Frame frame);

    /** Whether a binary frame can be told; one that cannot is left out and counted. */
    default boolean takesBinary() {
        return true;
    }

    /** Handed over and not yet taken by the client. Any thread, which may see an older value. */
    default long pendingBytes() {
        return 0;
    }

    /** Whether either side has begun to close it. */
    boolean isClosing();

    /**
     * Closes it; {@link Socket#closed} follows. Does nothing once closed.
     *
     * @param why for the log alone: one line, nothing of what the client sent
     */
    void close(CloseCode code, String why);
}
