package dev.beckon.netty;

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
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose frames are too big, against the protocol or not UTF-8, with a code of RFC 6455 §7.4.1. Vert.x alone
 * would cut the connection without a close frame, and take any bytes for text.
 */
public final class FrameErrors extends ChannelInboundHandlerAdapter {

    private final Duration closeTimeout;
    private final Listener listener;
    private volatile String connectionId = "that opens";
    private volatile @Nullable Runnable onPart;
    /** All later frames are ignored. */
    private boolean broken;

    /** Gets each connection that is closed because of an unreadable frame; one listener serves all connections. */
    public interface Listener {

        /** @param closeCode of RFC 6455 §7.4.1 */
        void closing(String connectionId, int closeCode, String why);
    }

    private FrameErrors(Duration closeTimeout, Listener listener) {
        this.closeTimeout = closeTimeout;
        this.listener = listener;
    }

    /**
     * Call before the upgrade: once the client has its answer, its first frames may arrive before this handler is added. Anything
     * but frames passes.
     *
     * @param tcp Vert.x's handler, which then sees no such error
     * @param maxMessageBytes of a message after inflation
     */
    static FrameErrors handle(
            ChannelHandlerContext tcp, Duration closeTimeout, long maxMessageBytes, Listener listener) {
        FrameErrors before = tcp.pipeline().get(FrameErrors.class);
        if (before != null) {
            return before; // an upgrade that failed, on the same connection
        }
        FrameErrors errors = new FrameErrors(closeTimeout, listener);
        tcp.pipeline()
                .addBefore(tcp.name(), null, new Utf8FrameValidator(false))
                .addBefore(tcp.name(), null, errors);
        ChannelHandlerContext compression = tcp.pipeline().context(WebSocketServerExtensionHandler.class);
        if (compression != null) {
            tcp.pipeline().addBefore(compression.name(), null, new InflationBound(maxMessageBytes));
        }
        return errors;
    }

    /** @param onPart runs for each frame that is no message, no ping and no close: a non-final fragment, or a pong */
    void opened(String connectionId, Runnable onPart) {
        this.connectionId = connectionId;
        this.onPart = onPart;
    }

    /** Refuses reserved bits: Vert.x lets them pass though no extension was agreed on (RFC 6455 §5.2). */
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

    /** Closes in a task, after the answers to earlier messages: {@link DirectInput} handles those in a task, too. */
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
     * Closes only our direction at once: if the rest of an oversize frame met a closed connection, the client's TCP would discard
     * the close frame. The other direction ends when the client disconnects, or is cut after a while.
     */
    private void close(ChannelHandlerContext context, CorruptedWebSocketFrameException why) {
        listener.closing(connectionId, why.closeStatus().code(), String.valueOf(why.getMessage()));
        context.writeAndFlush(new CloseWebSocketFrame(why.closeStatus()))
                .addListener(_ -> ((DuplexChannel) context.channel()).shutdownOutput());
        context.executor().schedule(() -> context.close(), closeTimeout.toMillis(), TimeUnit.MILLISECONDS);
    }
}
