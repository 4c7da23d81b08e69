package dev.beckon.channels.transport;

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
 * Messages past Vert.x and WebSockets Next, straight from the frames that Netty has decoded and {@link FrameErrors} has found
 * to be in order. Saves contexts and a chain of {@code Uni}s for each message. Pings, pongs and closes are still Vert.x's, and
 * reach it behind the messages that came before them.
 */
final class DirectInput extends ChannelInboundHandlerAdapter {

    /** Frames; as many as one read brings at most, several times over. */
    private static final int MAX_WAITING = 256;

    private final long maxMessageBytes;
    /** For the next task on the loop; before somebody listens, and when there are many, no more is read. */
    private final Queue<WebSocketFrame> waiting = new ArrayDeque<>(2);
    private boolean stopped;
    private boolean scheduled;
    private @Nullable Listener listener;
    /** The frames so far of a message in several. */
    private @Nullable ByteBuf partial;
    private boolean partialIsText;
    /** A message was too big: the connection is being closed, and what belongs to it or follows it is not heard. */
    private boolean deaf;

    /** Who hears the messages, on the event loop. */
    interface Listener {

        void text(String message);

        void binary(byte[] message);

        void tooBig(String why);

        /** The client has closed, or is gone. May come twice. */
        void over();
    }

    private DirectInput(long maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    /** Before the upgrade, like {@link FrameErrors}: or the first messages could be on their way through Vert.x already. */
    static DirectInput handle(ChannelHandlerContext tcp, long maxMessageBytes) {
        DirectInput before = tcp.pipeline().get(DirectInput.class);
        if (before != null) {
            return before; // an upgrade that failed, on the same connection
        }
        DirectInput input = new DirectInput(maxMessageBytes);
        tcp.pipeline().addBefore(tcp.name(), null, input);
        return input;
    }

    /** On the event loop. */
    void opened(ChannelHandlerContext tcp, Listener to) {
        listener = to;
        ChannelHandlerContext own = tcp.pipeline().context(this);
        if (own == null) {
            to.over(); // meanwhile
        } else {
            takeAll(own);
        }
    }

    /**
     * Not at once but in a task, behind those that wait on the loop already: a client that answers what it has seen of another
     * must first be told of it itself, as in Phoenix, and that may be such a task.
     */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (!(message instanceof WebSocketFrame frame) || listener != null && waiting.isEmpty() && !isData(frame)) {
            passing(message);
            super.channelRead(context, message);
            return;
        }
        waiting.add(frame);
        if (listener == null || waiting.size() >= MAX_WAITING) {
            stopped = true;
            context.channel().config().setAutoRead(false);
        }
        if (listener != null && !scheduled) {
            scheduled = true;
            context.executor().execute(() -> takeAll(context));
        }
    }

    private void takeAll(ChannelHandlerContext context) {
        scheduled = false;
        for (WebSocketFrame frame = waiting.poll(); frame != null; frame = waiting.poll()) {
            if (isData(frame)) {
                take(frame);
            } else {
                passing(frame);
                context.fireChannelRead(frame).fireChannelReadComplete(); // Vert.x writes what it answers when a read is over
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

    /** That frames of a message follow one another as they should is Netty's to see. */
    private void take(WebSocketFrame frame) {
        try {
            if (!deaf && fits(frame.content())) {
                if (partial == null && frame.isFinalFragment()) {
                    told(frame instanceof TextWebSocketFrame, frame.content());
                } else {
                    gather(frame);
                }
            }
        } finally {
            frame.release();
        }
    }

    private boolean fits(ByteBuf content) {
        int before = partial == null ? 0 : partial.readableBytes();
        if (before + content.readableBytes() > maxMessageBytes) {
            deaf = true;
            listener.tooBig("a message of more than " + maxMessageBytes + " bytes");
        }
        return !deaf;
    }

    private void gather(WebSocketFrame frame) {
        if (partial == null) {
            partial = frame.content().alloc().buffer();
            partialIsText = frame instanceof TextWebSocketFrame;
        }
        partial.writeBytes(frame.content());
        if (frame.isFinalFragment()) {
            ByteBuf whole = partial;
            partial = null;
            try {
                told(partialIsText, whole);
            } finally {
                whole.release();
            }
        }
    }

    private void told(boolean text, ByteBuf content) {
        byte[] bytes = ByteBufUtil.getBytes(content);
        if (text) {
            listener.text(new String(bytes, StandardCharsets.UTF_8));
        } else {
            listener.binary(bytes);
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
