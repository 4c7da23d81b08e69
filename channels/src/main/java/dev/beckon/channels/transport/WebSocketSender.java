package dev.beckon.channels.transport;

import dev.beckon.channels.protocol.Frame;
import dev.beckon.channels.pubsub.EventLoop;
import dev.beckon.channels.pubsub.VertxLoop;
import dev.beckon.channels.socket.CloseCode;
import dev.beckon.channels.socket.SocketConfig;
import dev.beckon.channels.socket.SocketConnection;
import dev.beckon.channels.socket.SocketCounts;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * One WebSocket as {@link SocketConnection}, which closes it when more waits than the bound allows: neither WebSockets Next nor
 * Netty has back-pressure, and they would keep a slow client's frames without end. Confined to the connection's event loop.
 */
final class WebSocketSender implements SocketConnection {

    private static final Logger LOG = Logger.getLogger(WebSocketSender.class);

    private final WebSocketConnection connection;
    private final ChannelHandlerContext tcp;
    private final VertxLoop loop;
    private final FrameOutput output;
    private final SocketCounts counts;
    private final long maxPendingBytes;
    private final Duration closeTimeout;
    private final boolean isTold;
    private boolean closing;
    private boolean over;

    /** @param isTold when the client has closed, by {@link #over}: else it is asked for with each frame */
    WebSocketSender(WebSocketConnection connection, ChannelHandlerContext tcp, VertxLoop loop, FrameOutput output,
            boolean isTold, SocketConfig limits, SocketCounts counts) {
        this.connection = connection;
        this.tcp = tcp;
        this.loop = loop;
        this.output = output;
        this.isTold = isTold;
        this.counts = counts;
        this.maxPendingBytes = limits.maxPendingBytes().asLongValue();
        this.closeTimeout = limits.closeTimeout();
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
        return closing || over || !isTold && connection.isClosed();
    }

    /** The other side has closed, or is gone. */
    void over() {
        over = true;
    }

    @Override
    public long pendingBytes() {
        return output.pendingBytes();
    }

    @Override
    public void send(Frame frame) {
        if (isClosing()) {
            return;
        }
        if (output.pendingBytes() + frame.sizeBytes() > maxPendingBytes) {
            close(CloseCode.SLOW, "more than " + maxPendingBytes + " bytes wait");
        } else {
            output.write(frame);
        }
    }

    /**
     * Some clients neither answer nor report a close frame and wait for the end of TCP, such as Erlang's websocket_client. The
     * other direction stays open, or what the client still writes would reset the connection before it has read the frame.
     */
    private void halfClose() {
        if (tcp.channel() instanceof DuplexChannel duplex && duplex.isActive() && !duplex.isOutputShutdown()) {
            duplex.shutdownOutput();
        }
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
                _ -> halfClose(),
                failure -> LOG.debugf("Connection %s: close failed: %s", id(), failure.getMessage()));
        loop.after(closeTimeout, tcp::close);
    }
}
