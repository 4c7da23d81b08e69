package dev.beckon.channels.transport;

import dev.beckon.channels.protocol.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import java.util.Optional;

/**
 * Frames past WebSockets Next and Vert.x, straight to TCP or what encrypts it: bytes that were made once for all receivers,
 * behind a head of their own (RFC 6455 §5.2). Saves what those make for each frame: a {@code Uni}, a promise, three objects for
 * the frame, and a second encoding. They still write pings and closes, from the same event loop, so that the order holds.
 * Never compresses, which an extension allows for any message (RFC 7692 §6).
 */
final class DirectOutput implements FrameOutput {

    private static final int FIN = 0x80;
    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    private static final int MAX_HEAD_BYTES = 10;
    private static final int MAX_ONE_BYTE_LENGTH = 125;
    private static final int MAX_TWO_BYTE_LENGTH = 0xffff;
    private static final int TWO_BYTES_FOLLOW = 126;
    private static final int EIGHT_BYTES_FOLLOW = 127;

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
        return Optional.ofNullable(tcp.pipeline().context(WebSocketFrameEncoder.class)).map(DirectOutput::new);
    }

    @Override
    public void write(Frame frame) {
        switch (frame) {
            case Frame.Text(var text, var utf8) -> write(TEXT, utf8);
            case Frame.Binary(var bytes) -> write(BINARY, bytes);
        }
    }

    /**
     * Nobody waits for the promise: a failure is one of the connection, which ends and is told as such. The void promise would
     * tell the pipeline, and cut a connection that is being closed in order.
     */
    private void write(int opcode, byte[] content) {
        ByteBuf out = encoder.alloc().directBuffer(MAX_HEAD_BYTES + content.length);
        out.writeByte(FIN | opcode);
        if (content.length <= MAX_ONE_BYTE_LENGTH) {
            out.writeByte(content.length);
        } else if (content.length <= MAX_TWO_BYTE_LENGTH) {
            out.writeByte(TWO_BYTES_FOLLOW).writeShort(content.length);
        } else {
            out.writeByte(EIGHT_BYTES_FOLLOW).writeLong(content.length);
        }
        encoder.writeAndFlush(out.writeBytes(content), encoder.newPromise());
    }

    @Override
    public long pendingBytes() {
        ChannelOutboundBuffer waiting = encoder.channel().unsafe().outboundBuffer();
        return waiting == null ? 0 : waiting.totalPendingWriteBytes();
    }
}
