package dev.beckon.channels.transport;

import dev.beckon.channels.protocol.Frame;
import dev.beckon.channels.pubsub.EventLoop;
import dev.beckon.channels.socket.CloseCode;
import dev.beckon.channels.socket.SocketConnection;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import org.jboss.logging.Logger;

/**
 * One WebSocket as {@link SocketConnection}. Counts what was handed over and not written yet: WebSockets Next has no
 * back-pressure, and would keep a slow client's frames without end. Confined to the connection's event loop.
 */
final class WebSocketSender implements SocketConnection {

    private static final Logger LOG = Logger.getLogger(WebSocketSender.class);

    private final WebSocketConnection connection;
    private final EventLoop loop;
    private final long maxPendingBytes;
    private long pendingBytes;
    private boolean closing;

    WebSocketSender(WebSocketConnection connection, EventLoop loop, long maxPendingBytes) {
        this.connection = connection;
        this.loop = loop;
        this.maxPendingBytes = maxPendingBytes;
    }

    @Override
    public String id() {
        return connection.id();
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public void send(Frame frame) {
        if (closing || connection.isClosed()) {
            return;
        }
        if (pendingBytes + frame.size() > maxPendingBytes) {
            close(CloseCode.SLOW);
            return;
        }
        pendingBytes += frame.size();
        connection.sendText(frame.text()).subscribe().with(
                _ -> written(frame.size()),
                failure -> LOG.debugf("Connection %s: a frame was not written: %s", id(), failure.getMessage()));
    }

    @Override
    public void close(CloseCode code) {
        if (closing || connection.isClosed()) {
            return;
        }
        closing = true;
        LOG.infof("Connection %s: closing with %d, %s", id(), code.code(), code.reason());
        connection.close(new CloseReason(code.code(), code.reason())).subscribe().with(
                _ -> {},
                failure -> LOG.debugf("Connection %s: close failed: %s", id(), failure.getMessage()));
    }

    private void written(int bytes) {
        loop.run(() -> pendingBytes -= bytes);
    }
}
