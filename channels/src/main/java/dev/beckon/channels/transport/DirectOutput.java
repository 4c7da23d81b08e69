package dev.beckon.channels.transport;

import dev.beckon.channels.protocol.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import java.util.Optional;

/**
 * Frames past WebSockets Next and Vert.x, straight to TCP or what encrypts it: bytes that were made once for all receivers,
 * behind a head of their own. Saves what those make for each frame: a {@code Uni}, a promise, three objects for
 * the frame, and a second encoding. They still write pings and closes, from the same event loop, so that the order holds.
 * Never compresses, which an extension allows for any message (RFC 7692 §6).
 */
final class DirectOutput implements FrameOutput {

    /** What is written here does not pass the encoder. */
    private final ChannelHandlerContext encoder;

    private DirectOutput(ChannelHandlerContext encoder) {
        this.encoder = encoder;
    }

    /**
     * @param tcp of a connection that has become a WebSocket
     * @return empty if its pipeline is not the one we know
     */
    static Optional<FrameOutput> of(ChannelHandlerContext tcp) {
        return Optional.ofNullable(tcp.pipeline().context(WebSocketFrameEncoder.class))
                .map(encoder -> KernelOutput.before(new DirectOutput(encoder), encoder));
    }

    @Override
    public void write(Frame frame) {
        ByteBuf out = encoder.alloc().directBuffer(WireFormat.MAX_HEAD_BYTES + frame.sizeBytes());
        WireFormat.write(frame, out);
        write(out);
    }

    /**
     * Nobody waits for the promise: a failure is one of the connection, which ends and is told as such. The void promise would
     * tell the pipeline, and cut a connection that is being closed in order.
     */
    private void write(ByteBuf out) {
        encoder.writeAndFlush(out, encoder.newPromise());
    }

    /** What is left of a frame whose beginning has been written. */
    void writeRest(ByteBuf rest) {
        write(encoder.alloc().directBuffer(rest.readableBytes()).writeBytes(rest));
    }

    @Override
    public long pendingBytes() {
        ChannelOutboundBuffer waiting = encoder.channel().unsafe().outboundBuffer();
        return waiting == null ? 0 : waiting.totalPendingWriteBytes();
    }
}
