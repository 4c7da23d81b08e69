package dev.beckon.channels.internal.socket;

import dev.beckon.channels.CloseCode;
import dev.beckon.channels.internal.protocol.Frame;
import dev.beckon.netty.EventLoop;

/** The transport's connection, as a socket uses it. Called on {@link #loop} only. */
public interface SocketConnection {

    /** Identifies the connection in logs. */
    String id();

    EventLoop loop();

    /** Queues {@code frame} after those before it; does nothing once closed. Beyond the bound it closes the connection. */
    void send(Frame frame);

    /** Whether this connection can carry a binary frame; if not, the frame is left out and counted. */
    default boolean takesBinary() {
        return true;
    }

    /** Bytes that were handed over and not yet taken by the client. Any thread, which may see an older value. */
    default long pendingBytes() {
        return 0;
    }

    /** Whether either side has begun to close it. */
    boolean isClosing();

    /**
     * Closes the connection; {@link Socket#closed} follows. Does nothing once closed.
     *
     * @param why for the log alone: one line, without any data that the client sent
     */
    void close(CloseCode code, String why);
}
