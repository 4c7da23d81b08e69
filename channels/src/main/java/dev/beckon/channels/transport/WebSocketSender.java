package dev.beckon.channels.transport;

import dev.beckon.channels.protocol.Frame;
import dev.beckon.channels.pubsub.EventLoop;
import dev.beckon.channels.pubsub.VertxLoop;
import dev.beckon.channels.socket.CloseCode;
import dev.beckon.channels.socket.SocketConfig;
import dev.beckon.channels.socket.SocketConnection;
import dev.beckon.channels.socket.SocketCounts;
import io.netty.channel.ChannelHandlerContext;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/**
 * One WebSocket as {@link SocketConnection}. Counts what was handed over and not written yet: WebSockets Next has no
 * back-pressure, and would keep a slow client's frames without end. Confined to the connection's event loop.
 */
final class WebSocketSender implements SocketConnection {

    private static final Logger LOG = Logger.getLogger(WebSocketSender.class);

    private final WebSocketConnection connection;
    private final ChannelHandlerContext tcp;
    private final VertxLoop loop;
    private final SocketConfig limits;
    private final SocketCounts counts;
    private long pendingBytes;
    private boolean closing;

    WebSocketSender(WebSocketConnection connection, ChannelHandlerContext tcp, VertxLoop loop,
            SocketConfig limits, SocketCounts counts) {
        this.connection = connection;
        this.tcp = tcp;
        this.loop = loop;
        this.limits = limits;
        this.counts = counts;
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
    public boolean isClosing() {
        return closing || connection.isClosed();
    }

    @Override
    public long pendingBytes() {
        return pendingBytes;
    }

    @Override
    public void send(Frame frame) {
        if (isClosing()) {
            return;
        }
        int bytes = frame.sizeBytes();
        if (pendingBytes + bytes > limits.maxPendingBytes().asLongValue()) {
            close(CloseCode.SLOW, "more than " + limits.maxPendingBytes().asLongValue() + " bytes wait");
            return;
        }
        pendingBytes += bytes;
        write(frame).subscribe().with(_ -> written(bytes), failure -> {
            written(bytes);
            LOG.debugf("Connection %s: a frame was not written: %s", id(), failure.getMessage());
        });
    }

    /**
     * A close frame waits behind all that is not written yet, and so does Vert.x's own timeout for the client's answer. So
     * the connection under it is cut when the client takes too long.
     */
    @Override
    public void close(CloseCode code, String why) {
        if (isClosing()) {
            return;
        }
        closing = true;
        counts.closes().add(code);
        LOG.infof("Connection %s: closing with %d, %s", id(), code.code(), why);
        connection.close(new CloseReason(code.code(), code.reason())).subscribe().with(
                _ -> {},
                failure -> LOG.debugf("Connection %s: close failed: %s", id(), failure.getMessage()));
        loop.after(limits.closeTimeout(), tcp::close);
    }

    private Uni<Void> write(Frame frame) {
        return switch (frame) {
            case Frame.Text(var text, var size) -> connection.sendText(text);
            case Frame.Binary(var content) -> connection.sendBinary(content);
        };
    }

    private void written(int bytes) {
        loop.run(() -> pendingBytes -= bytes);
    }
}
