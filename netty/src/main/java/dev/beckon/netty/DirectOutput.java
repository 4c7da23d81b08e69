package dev.beckon.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import java.util.Optional;

/**
 * Writes frames past WebSockets Next and Vert.x, straight to TCP or TLS: bytes encoded once for all receivers, behind a head for
 * each. That saves, for each frame, a {@code Uni}, a promise, three objects and a second encoding. WebSockets Next and Vert.x
 * still write pings and closes, from the same event loop, so that the order holds. Never compresses, which the extension allows
 * for any message (RFC 7692 §6).
 */
final class DirectOutput implements FrameOutput {

    /** Writes start at this context and so do not pass the encoder. */
    private final ChannelHandlerContext encoder;

    private DirectOutput(ChannelHandlerContext encoder) {
        this.encoder = encoder;
    }

    /**
     * @param tcp of a connection that has become a WebSocket
     * @return empty if its pipeline is not the expected one
     */
    static Optional<FrameOutput> of(ChannelHandlerContext tcp) {
        return Optional.ofNullable(tcp.pipeline().context(WebSocketFrameEncoder.class))
                .map(encoder -> KernelOutput.before(new DirectOutput(encoder), encoder));
    }

    @Override
    public void write(boolean text, byte[] content) {
        ByteBuf out = encoder.alloc().directBuffer(WireFormat.MAX_HEAD_BYTES + content.length);
        WireFormat.write(text, content, out);
        write(out);
    }

    /**
     * No caller waits for the promise: a failed write ends the connection, whose close handlers run. The void promise would fire
     * the failure through the pipeline, and cut a connection that is being closed in order.
     */
    private void write(ByteBuf out) {
        encoder.writeAndFlush(out, encoder.newPromise());
    }

    /** Writes the rest of a frame that has been written in part. */
    void writeRest(ByteBuf rest) {
        write(encoder.alloc().directBuffer(rest.readableBytes()).writeBytes(rest));
    }

    @Override
    public long pendingBytes() {
        ChannelOutboundBuffer waiting = encoder.channel().unsafe().outboundBuffer();
        return waiting == null ? 0 : waiting.totalPendingWriteBytes();
    }
}
