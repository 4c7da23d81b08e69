package dev.beckon.channels.transport;

import dev.beckon.channels.socket.CloseCode;
import dev.beckon.channels.socket.SocketCounts;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells a client why its frames cannot be read before the connection ends, with a code of RFC 6455 §7.4.1: oversize,
 * against the protocol, not UTF-8. Vert.x alone would cut the connection without a word, and take any bytes for text.
 */
final class FrameErrors extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = Logger.getLogger(FrameErrors.class);

    private final Duration closeTimeout;
    private final SocketCounts counts;
    private volatile String connectionId = "that opens";
    private volatile @Nullable Runnable onPart;
    /** What follows is not heard. */
    private boolean broken;

    private FrameErrors(Duration closeTimeout, SocketCounts counts) {
        this.closeTimeout = closeTimeout;
        this.counts = counts;
    }

    /**
     * Before the upgrade, because when the client has its answer its first frames may be here before us. What is no frame
     * passes.
     *
     * @param tcp Vert.x's handler, which then sees no such error
     * @param maxMessageBytes of a message when it is inflated
     */
    static FrameErrors handle(
            ChannelHandlerContext tcp, Duration closeTimeout, long maxMessageBytes, SocketCounts counts) {
        FrameErrors before = tcp.pipeline().get(FrameErrors.class);
        if (before != null) {
            return before; // an upgrade that failed, on the same connection
        }
        FrameErrors errors = new FrameErrors(closeTimeout, counts);
        tcp.pipeline()
                .addBefore(tcp.name(), null, new Utf8FrameValidator(false))
                .addBefore(tcp.name(), null, errors);
        ChannelHandlerContext compression = tcp.pipeline().context(WebSocketServerExtensionHandler.class);
        if (compression != null) {
            tcp.pipeline().addBefore(compression.name(), null, new InflationBound(maxMessageBytes));
        }
        return errors;
    }

    /** @param onPart runs for each frame that is no message, no ping and no close: a fragment that others follow, or a pong */
    void opened(String connectionId, Runnable onPart) {
        this.connectionId = connectionId;
        this.onPart = onPart;
    }

    /** Vert.x lets the bits for extensions pass though none was agreed on: RFC 6455 §5.2. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        boolean reserved = message instanceof WebSocketFrame frame && frame.rsv() != 0;
        if (!reserved && !broken) {
            if (onPart != null && message instanceof WebSocketFrame frame && isPart(frame)) {
                onPart.run();
            }
            super.channelRead(context, message);
            return;
        }
        ReferenceCountUtil.release(message);
        if (!broken) {
            exceptionCaught(context, new CorruptedWebSocketFrameException(
                    WebSocketCloseStatus.PROTOCOL_ERROR, "RSV != 0 and no extension negotiated"));
        }
    }

    private static boolean isPart(WebSocketFrame frame) {
        return !frame.isFinalFragment() || frame instanceof PongWebSocketFrame;
    }

    /** In a task, behind the answers to what came before: {@link DirectInput} has those messages handled in one, too. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) throws Exception {
        if (!(failure instanceof CorruptedWebSocketFrameException corrupted)) {
            super.exceptionCaught(context, failure);
            return;
        }
        if (!broken) {
            broken = true;
            context.executor().execute(() -> close(context, corrupted));
        }
    }

    /**
     * Only our direction is closed at once: were the rest of an oversize frame met by a closed connection, the client's TCP
     * would throw away what it was told. The other ends when the client is gone, or cut after a while.
     */
    private void close(ChannelHandlerContext context, CorruptedWebSocketFrameException why) {
        counts.closes().add(code(why.closeStatus()));
        LOG.infof("Connection %s: closing with %d, %s", connectionId, why.closeStatus().code(), why.getMessage());
        context.writeAndFlush(new CloseWebSocketFrame(why.closeStatus()))
                .addListener(_ -> ((DuplexChannel) context.channel()).shutdownOutput());
        context.executor().schedule(() -> context.close(), closeTimeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static CloseCode code(WebSocketCloseStatus status) {
        return switch (status.code()) {
            case 1007 -> CloseCode.NOT_UTF8;
            case 1009 -> CloseCode.TOO_BIG;
            default -> CloseCode.PROTOCOL_ERROR;
        };
    }
}
