package dev.beckon.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Delivers messages straight from the frames that Netty has decoded and {@link FrameErrors} has checked, past Vert.x and
 * WebSockets Next; that saves contexts and a chain of {@code Uni}s for each message. Vert.x still gets pings, pongs and closes,
 * after the messages that came before them.
 */
public final class DirectInput extends ChannelInboundHandlerAdapter {

    /** Frames: several times the most that one read brings. */
    private static final int MAX_WAITING = 256;

    private final long maxMessageBytes;
    /** Frames for the next task on the loop; without a listener, and when there are many, reading stops. */
    private final Queue<WebSocketFrame> waiting = new ArrayDeque<>(2);
    private boolean stopped;
    private boolean scheduled;
    private @Nullable Listener listener;
    /** The frames so far of a fragmented message. */
    private @Nullable ByteBuf partial;
    private boolean partialIsText;
    /** A message was too big: the connection is being closed, and the message's other frames and all later ones are ignored. */
    private boolean ignoring;

    /** Gets the messages, on the event loop. */
    public interface Listener {

        void text(String message);

        void binary(byte[] message);

        void tooBig(String why);

        /** The client has closed, or is gone. May be called twice. */
        void over();
    }

    private DirectInput(long maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    /** Call before the upgrade, like {@link FrameErrors}: otherwise Vert.x could already have the first messages. */
    static DirectInput handle(ChannelHandlerContext tcp, long maxMessageBytes) {
        DirectInput before = tcp.pipeline().get(DirectInput.class);
        if (before != null) {
            return before; // an upgrade that failed, on the same connection
        }
        DirectInput input = new DirectInput(maxMessageBytes);
        tcp.pipeline().addBefore(tcp.name(), null, input);
        return input;
    }

    /** Call on the event loop. */
    void opened(ChannelHandlerContext tcp, Listener to) {
        listener = to;
        ChannelHandlerContext own = tcp.pipeline().context(this);
        if (own == null) {
            to.over(); // the client closed in the meantime
        } else {
            takeAll(own, to);
        }
    }

    /**
     * Queues the frame for a task behind those already on the loop: when a client answers a message that another client has seen,
     * the other must get that message first, as in Phoenix, and its delivery may be such a task.
     */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (!(message instanceof WebSocketFrame frame) || listener != null && waiting.isEmpty() && !isData(frame)) {
            passing(message);
            super.channelRead(context, message);
            return;
        }
        waiting.add(frame);
        Listener to = listener;
        if (to == null || waiting.size() >= MAX_WAITING) {
            stopped = true;
            context.channel().config().setAutoRead(false);
        }
        if (to != null && !scheduled) {
            scheduled = true;
            context.executor().execute(() -> takeAll(context, to));
        }
    }

    private void takeAll(ChannelHandlerContext context, Listener to) {
        scheduled = false;
        for (WebSocketFrame frame = waiting.poll(); frame != null; frame = waiting.poll()) {
            if (isData(frame)) {
                take(frame, to);
            } else {
                passing(frame);
                context.fireChannelRead(frame).fireChannelReadComplete(); // Vert.x writes its answers when a read is complete
            }
        }
        if (stopped) {
            stopped = false;
            context.channel().config().setAutoRead(true);
        }
    }

    private void passing(Object message) {
        if (message instanceof CloseWebSocketFrame && listener != null) {
            listener.over();
        }
    }

    private static boolean isData(WebSocketFrame frame) {
        return frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame
                || frame instanceof ContinuationWebSocketFrame;
    }

    /** Netty has checked that the frames of a message are in a valid order. */
    private void take(WebSocketFrame frame, Listener to) {
        try {
            if (!ignoring && fits(frame.content(), to)) {
                if (partial == null && frame.isFinalFragment()) {
                    message(frame instanceof TextWebSocketFrame, frame.content(), to);
                } else {
                    gather(frame, to);
                }
            }
        } finally {
            frame.release();
        }
    }

    private boolean fits(ByteBuf content, Listener to) {
        int before = partial == null ? 0 : partial.readableBytes();
        if (before + content.readableBytes() > maxMessageBytes) {
            ignoring = true;
            to.tooBig("a message of more than " + maxMessageBytes + " bytes");
        }
        return !ignoring;
    }

    private void gather(WebSocketFrame frame, Listener to) {
        if (partial == null) {
            partial = frame.content().alloc().buffer();
            partialIsText = frame instanceof TextWebSocketFrame;
        }
        partial.writeBytes(frame.content());
        if (frame.isFinalFragment()) {
            ByteBuf whole = partial;
            partial = null;
            try {
                message(partialIsText, whole, to);
            } finally {
                whole.release();
            }
        }
    }

    private static void message(boolean text, ByteBuf content, Listener to) {
        byte[] bytes = ByteBufUtil.getBytes(content);
        if (text) {
            to.text(new String(bytes, StandardCharsets.UTF_8));
        } else {
            to.binary(bytes);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (listener != null) {
            listener.over();
        }
        waiting.forEach(WebSocketFrame::release);
        waiting.clear();
        if (partial != null) {
            partial.release();
            partial = null;
        }
    }
}
