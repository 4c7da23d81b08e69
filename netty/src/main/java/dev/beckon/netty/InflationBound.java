package dev.beckon.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the inflated size of a compressed message (RFC 7692). The limits on frames count compressed bytes, one of which can
 * stand for a thousand, and Netty's decoder behind this handler inflates a frame whole. So this handler first inflates each
 * message, counts the bytes and discards them; it is active only where an application has turned compression on.
 */
final class InflationBound extends ChannelInboundHandlerAdapter {

    private static final int RSV1 = 4;
    /** The bytes that a sender leaves out at the end of a message: RFC 7692 §7.2.1. */
    private static final byte[] TAIL = {0, 0, -1, -1};
    private static final int SCRATCH_BYTES = 8_192;

    private final long maxMessageBytes;
    private @Nullable Inflater inflater;
    private boolean compressed;
    private long messageBytes;

    InflationBound(long maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof WebSocketFrame frame && isCompressed(frame) && !fits(frame)) {
            ReferenceCountUtil.release(message);
            context.fireExceptionCaught(new CorruptedWebSocketFrameException(
                    WebSocketCloseStatus.MESSAGE_TOO_BIG, "more than " + maxMessageBytes + " bytes when inflated"));
        } else {
            super.channelRead(context, message);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (inflater != null) {
            inflater.end();
        }
    }

    /** The first frame of a message carries the bit for all of it; control frames in between are never compressed. */
    private boolean isCompressed(WebSocketFrame frame) {
        if (frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame) {
            compressed = (frame.rsv() & RSV1) != 0;
            messageBytes = 0;
            return compressed;
        }
        return compressed && frame instanceof ContinuationWebSocketFrame;
    }

    /** A message that cannot be inflated passes: the decoder reports what is wrong with it. */
    private boolean fits(WebSocketFrame frame) {
        byte[] content = new byte[frame.content().readableBytes()];
        frame.content().getBytes(frame.content().readerIndex(), content);
        try {
            count(content);
            if (frame.isFinalFragment()) {
                count(TAIL);
            }
        } catch (DataFormatException e) {
            return true;
        }
        return messageBytes <= maxMessageBytes;
    }

    /** One inflater counts all messages, because a client may refer to earlier ones: RFC 7692 §7.2.3.2. */
    private void count(byte[] deflated) throws DataFormatException {
        if (inflater == null) {
            inflater = new Inflater(true);
        }
        inflater.setInput(deflated);
        byte[] scratch = new byte[SCRATCH_BYTES];
        for (int inflated = -1; inflated != 0 && messageBytes <= maxMessageBytes; messageBytes += inflated) {
            inflated = inflater.inflate(scratch);
        }
    }
}
