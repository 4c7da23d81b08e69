package dev.beckon.channels.internal.transport;

import dev.beckon.channels.CloseCode;
import dev.beckon.channels.internal.protocol.Frame;
import dev.beckon.channels.internal.socket.SocketConfig;
import dev.beckon.channels.internal.socket.SocketConnection;
import dev.beckon.channels.internal.socket.SocketCounts;
import dev.beckon.netty.EventLoop;
import dev.beckon.netty.FrameOutput;
import dev.beckon.netty.TcpConnection;
import dev.beckon.netty.VertxLoop;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * One WebSocket as a {@link SocketConnection}. It closes the WebSocket when more bytes wait than the bound allows:
 * neither WebSockets Next nor Netty has back-pressure, and they would queue a slow client's frames without limit.
 * Confined to the connection's event loop.
 */
final class WebSocketSender implements SocketConnection {

    private static final Logger LOG = Logger.getLogger(WebSocketSender.class);

    private final WebSocketConnection connection;
    private final TcpConnection tcp;
    private final VertxLoop loop;
    private final FrameOutput output;
    private final SocketCounts counts;
    private final long maxPendingBytes;
    private final Duration closeTimeout;
    private final boolean isTold;
    private boolean closing;
    private boolean over;

    /**
     * @param isTold whether the transport reports the client's close with {@link #over}; else the connection's state is
     *     checked for each frame
     */
    WebSocketSender(WebSocketConnection connection, TcpConnection tcp, VertxLoop loop, FrameOutput output,
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
            switch (frame) {
                case Frame.Text(_, var utf8) -> output.write(true, utf8);
                case Frame.Binary(var bytes) -> output.write(false, bytes);
            }
        }
    }

    /**
     * Closes the WebSocket, and cuts its TCP connection when the client takes too long: the close frame waits behind
     * all unwritten frames, and so does Vert.x's own timeout for the client's answer.
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
                // Some clients neither answer nor report a close frame and wait for the end of TCP, such as Erlang's websocket_client.
                // The other direction stays open: otherwise bytes that the client still writes would reset the connection before it has read the frame.
                _ -> tcp.halfClose(),
                failure -> LOG.debugf("Connection %s: close failed: %s", id(), failure.getMessage()));
        loop.after(closeTimeout, tcp::cut);
    }

    /** Writes frames through the public API of WebSockets Next, which does not count waiting bytes. */
    static final class NextOutput implements FrameOutput {

        private static final Logger LOG = Logger.getLogger(NextOutput.class);

        private final WebSocketConnection connection;
        private final EventLoop loop;
        private long pendingBytes;

        NextOutput(WebSocketConnection connection, EventLoop loop) {
            this.connection = connection;
            this.loop = loop;
        }

        @Override
        public void write(boolean text, byte[] content) {
            pendingBytes += content.length;
            Uni<Void> sent = text ? connection.sendText(new String(content, StandardCharsets.UTF_8)) : connection.sendBinary(content);
            sent.subscribe().with(_ -> written(content.length), failure -> {
                written(content.length);
                LOG.debugf("Connection %s: a frame was not written: %s", connection.id(), failure.getMessage());
            });
        }

        @Override
        public long pendingBytes() {
            return pendingBytes;
        }

        private void written(int bytes) {
            loop.run(() -> pendingBytes -= bytes);
        }
    }
}
